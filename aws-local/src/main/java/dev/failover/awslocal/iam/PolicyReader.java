package dev.failover.awslocal.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads a policy document; all that is wrong in it, or would not be evaluated, is told at once. */
final class PolicyReader {

    static final String NAMES = "route53:ChangeResourceRecordSetsNormalizedRecordNames";
    static final String TYPES = "route53:ChangeResourceRecordSetsRecordTypes";
    static final String ACTIONS = "route53:ChangeResourceRecordSetsActions";

    private static final String VERSION = "2012-10-17";
    private static final List<String> KEYS = List.of(NAMES, TYPES, ACTIONS);

    private static final Map<String, Condition.Quantifier> QUANTIFIERS = Map.of(
            "ForAllValues:", Condition.Quantifier.ALL,
            "ForAnyValue:", Condition.Quantifier.ANY);

    private static final Map<String, Condition.Operator> OPERATORS = Map.of(
            "StringEquals", Condition.Operator.STRING_EQUALS,
            "StringLike", Condition.Operator.STRING_LIKE,
            "Null", Condition.Operator.NULL);

    private final List<String> problems = new ArrayList<>();
    private final Set<String> sids = new HashSet<>();

    Policy read(JsonNode document) {
        checkElements("the policy", document, Set.of("Version", "Id", "Statement"));
        if (!VERSION.equals(document.path("Version").asText())) {
            problems.add("Version must be \"" + VERSION + "\"");
        }
        List<Statement> statements = new ArrayList<>();
        List<JsonNode> list = oneOrMany(document.path("Statement"));
        for (int i = 0; i < list.size(); i++) {
            statements.add(statement("Statement[" + i + "]", list.get(i)));
        }
        if (statements.isEmpty()) {
            problems.add("Statement must have at least one statement");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return new Policy(statements);
    }

    private Statement statement(String where, JsonNode json) {
        checkElements(where, json, Set.of("Sid", "Effect", "Action", "Resource", "Condition"));
        checkSid(where, json.path("Sid"));
        String effect = json.path("Effect").asText();
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            problems.add(where + ": Effect must be Allow or Deny, was '" + effect + "'");
        }
        List<String> actions = texts(where + ": Action", json.path("Action"));
        actions.stream()
                .filter(action -> !action.matches("\\*|(?i)(route53|sns|sts):[a-z0-9*?]+"))
                .forEach(action ->
                        problems.add(where + ": Action must be of route53, sns or sts, was '" + action + "'"));
        List<String> resources = texts(where + ": Resource", json.path("Resource"));
        resources.stream()
                .filter(resource -> !resource.matches("\\*|arn:(aws|\\*):.*"))
                .forEach(resource -> problems.add(where + ": Resource must be an ARN or *, was '" + resource + "'"));
        return new Statement(effect.equals("Allow"), actions, resources, conditions(where, json.path("Condition")));
    }

    private void checkSid(String where, JsonNode sid) {
        if (sid.isMissingNode()) {
            return;
        }
        if (!sid.asText().matches("[A-Za-z0-9]+")) {
            problems.add(where + ": Sid must be of A-Z, a-z and 0-9, was '" + sid.asText() + "'");
        } else if (!sids.add(sid.asText())) {
            problems.add(where + ": Sid " + sid.asText() + " is there twice");
        }
    }

    private List<Condition> conditions(String where, JsonNode json) {
        List<Condition> conditions = new ArrayList<>();
        if (!json.isMissingNode() && !json.isObject()) {
            problems.add(where + ": Condition must be an object");
        }
        json.properties()
                .forEach(line -> line.getValue()
                        .properties()
                        .forEach(key -> conditions.add(
                                condition(where + ": " + line.getKey(), line.getKey(), key.getKey(), key.getValue()))));
        json.properties().stream()
                .filter(line -> line.getValue().isEmpty())
                .forEach(line -> problems.add(where + ": " + line.getKey() + " has no condition key"));
        return conditions;
    }

    private Condition condition(String where, String written, String key, JsonNode values) {
        Condition.Quantifier quantifier = Condition.Quantifier.ONE;
        String name = written;
        for (Map.Entry<String, Condition.Quantifier> prefix : QUANTIFIERS.entrySet()) {
            if (written.startsWith(prefix.getKey())) {
                quantifier = prefix.getValue();
                name = written.substring(prefix.getKey().length());
            }
        }
        Condition.Operator operator = OPERATORS.get(name);
        if (operator == null || (operator == Condition.Operator.NULL && quantifier != Condition.Quantifier.ONE)) {
            problems.add(where + " is an operator that is not evaluated here; known are StringEquals and StringLike,"
                    + " alone or after ForAllValues: or ForAnyValue:, and Null");
            operator = Condition.Operator.STRING_EQUALS;
        }
        if (KEYS.stream().noneMatch(known -> known.equalsIgnoreCase(key))) {
            problems.add(where + ": the condition key '" + key + "' is not known here; known are " + KEYS);
        }
        List<String> texts = texts(where + ": " + key, values);
        if (operator == Condition.Operator.NULL && !Set.of("true", "false").containsAll(texts)) {
            problems.add(where + ": " + key + " must be \"true\" or \"false\"");
        }
        return new Condition(quantifier, operator, key.toLowerCase(Locale.ROOT), texts);
    }

    private List<String> texts(String where, JsonNode json) {
        List<String> texts = new ArrayList<>();
        for (JsonNode text : oneOrMany(json)) {
            if (!text.isTextual()) {
                problems.add(where + " must be a text or a list of texts, was " + text);
            } else if (text.asText().contains("${")) {
                problems.add(where + ": policy variables are not evaluated here, was '" + text.asText() + "'");
            } else {
                texts.add(text.asText());
            }
        }
        if (oneOrMany(json).isEmpty()) {
            problems.add(where + " is required");
        }
        return texts;
    }

    private static List<JsonNode> oneOrMany(JsonNode json) {
        List<JsonNode> nodes = new ArrayList<>();
        if (json.isArray()) {
            json.forEach(nodes::add);
        } else if (!json.isMissingNode()) {
            nodes.add(json);
        }
        return nodes;
    }

    private void checkElements(String where, JsonNode json, Set<String> known) {
        if (!json.isObject()) {
            problems.add(where + " must be a JSON object");
        }
        json.properties().stream()
                .map(Map.Entry::getKey)
                .filter(element -> !known.contains(element))
                .forEach(element -> problems.add(where + " has the element '" + element
                        + "', which is not evaluated here; known are "
                        + String.join(", ", known.stream().sorted().toList())));
    }
}
