package dev.failover.awslocal.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * An identity-based policy.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy evaluation
 *     logic</a>
 */
public record Policy(List<Statement> statements) {

    /** What a policy says of an attempt. */
    public enum Verdict {
        /** A statement allows it, and none denies it. */
        ALLOWED,
        /** No statement speaks of it. */
        NOT_ALLOWED,
        /** A statement denies it, whatever others say. */
        DENIED
    }

    public Policy {
        statements = List.copyOf(statements);
    }

    /**
     * Reads a document.
     *
     * @throws IllegalArgumentException naming everything in it that is wrong or not evaluated here
     */
    public static Policy of(JsonNode document) {
        return new PolicyReader().read(document);
    }

    public Verdict judge(Attempt attempt) {
        List<Statement> speaking = statements.stream()
                .filter(statement -> statement.speaksOf(attempt))
                .toList();
        if (speaking.isEmpty()) {
            return Verdict.NOT_ALLOWED;
        }
        return speaking.stream().allMatch(Statement::allow) ? Verdict.ALLOWED : Verdict.DENIED;
    }
}
