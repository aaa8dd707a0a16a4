package dev.failover.awslocal.iam;

import java.util.List;

/**
 * One line of a statement's conditions: an operator, a key and what its values are compared with.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html">
 *     Set operators for multivalued context keys</a>
 */
record Condition(Quantifier quantifier, Operator operator, String key, List<String> values) {

    /** How many of the attempt's values must match. */
    enum Quantifier {
        /** No set operator. */
        ONE,
        /** Also where there is none. */
        ALL,
        ANY
    }

    /** How a value is compared. */
    enum Operator {
        STRING_EQUALS,
        STRING_LIKE,
        NULL
    }

    /**
     * Whether it holds.
     *
     * @param undefined what is taken for the case that IAM leaves open: several values and no set operator
     */
    boolean holds(Attempt attempt, boolean undefined) {
        List<String> found = attempt.values(key);
        if (operator == Operator.NULL) {
            return values.contains(String.valueOf(found.isEmpty()));
        }
        return switch (quantifier) {
            case ALL -> found.stream().allMatch(this::matches);
            case ANY -> found.stream().anyMatch(this::matches);
            case ONE -> found.size() > 1 ? undefined : found.stream().anyMatch(this::matches);
        };
    }

    private boolean matches(String value) {
        return values.stream()
                .anyMatch(wanted ->
                        operator == Operator.STRING_LIKE ? Glob.of(wanted).matches(value) : wanted.equals(value));
    }
}
