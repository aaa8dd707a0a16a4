package dev.failover.awslocal.route53;

import dev.failover.awslocal.wire.AwsException;
import dev.failover.awslocal.wire.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a ChangeResourceRecordSets request; structural faults of all its changes are refused together. */
final class ChangeBatchReader {

    private static final int MAX_COMMENT = 256;
    private static final Set<String> ACTIONS = Set.of("CREATE", "DELETE", "UPSERT");

    private ChangeBatchReader() {}

    static Change.Batch read(Xml request) {
        Xml batch = request.child("ChangeBatch").orElseThrow(() -> invalid("Missing field 'ChangeBatch'"));
        List<String> problems = new ArrayList<>();
        Optional<String> comment = batch.value("Comment");
        if (comment.filter(text -> text.length() > MAX_COMMENT).isPresent()) {
            problems.add("'Comment' is longer than " + MAX_COMMENT + " characters");
        }
        List<Change> changes = new ArrayList<>();
        for (Xml element : batch.list("Changes", "Change")) {
            Change change = change(element, problems);
            if (change != null) {
                changes.add(change);
            }
        }
        if (changes.isEmpty() && problems.isEmpty()) {
            problems.add("'Changes' must have at least one Change");
        }
        if (!problems.isEmpty()) {
            throw invalid(String.join(", ", problems));
        }
        return new Change.Batch(changes, comment.orElse(null));
    }

    /** A batch that creates all these sets: for the seed. */
    static Change.Batch created(List<Xml> recordSets) {
        List<Xml> changes = recordSets.stream()
                .map(set -> Xml.of("Change", Xml.text("Action", "CREATE"), set))
                .toList();
        return read(Xml.of("Request", Xml.of("ChangeBatch", Xml.of("Changes", changes))));
    }

    private static @Nullable Change change(Xml element, List<String> problems) {
        String action = element.value("Action").orElse("null");
        Optional<Xml> set = element.child("ResourceRecordSet");
        if (!ACTIONS.contains(action)) {
            problems.add("Value '" + action + "' of 'Action' is not one of [CREATE, DELETE, UPSERT]");
        }
        if (set.isEmpty()) {
            problems.add("Missing field 'ResourceRecordSet' in Change with [Action=" + action + "]");
            return null;
        }
        RecordSet read = RecordSetReader.read(action, set.get(), problems);
        return read == null || !ACTIONS.contains(action) ? null : new Change(Change.Action.valueOf(action), read);
    }

    private static AwsException invalid(String why) {
        return new AwsException(400, "InvalidInput", "Invalid request: " + why);
    }
}
