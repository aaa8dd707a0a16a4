package dev.failover.cli;

import dev.failover.event.DnsChange;
import dev.failover.event.EventCodec;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.Topic;
import dev.failover.kafka.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What {@code failover.changes} says of one record: its last move, and whether somebody else has changed it since. */
final class RecordHistory {

    static final RecordHistory NONE = new RecordHistory();

    private @Nullable DnsChange move;
    private @Nullable DnsChange edit;

    RecordHistory() {}

    /** By service, from all changes that are kept; what cannot be read is left out: its writer is newer. */
    static Map<String, RecordHistory> read(KafkaClients clients) {
        Map<String, RecordHistory> histories = new HashMap<>();
        try (Consumer<String, byte[]> consumer = clients.consumer("failover-cli")) {
            new TopicReader(consumer)
                    .readAll(
                            Topic.CHANGES,
                            record -> decoded(record)
                                    .ifPresent(change -> histories
                                            .computeIfAbsent(change.service(), service -> new RecordHistory())
                                            .take(change)));
        }
        return histories;
    }

    private static Optional<DnsChange> decoded(ConsumerRecord<String, byte[]> record) {
        try {
            return EventCodec.decode(record).filter(DnsChange.class::isInstance).map(DnsChange.class::cast);
        } catch (EventCodec.UndecodableException e) {
            return Optional.empty();
        }
    }

    /** The next change, in the topic's order. */
    void take(DnsChange change) {
        switch (change.status()) {
            case DRIFTED -> edit = change;
            case REFUSED -> edit = isHumanEdit(change) ? change : edit;
            case VERIFIED -> {
                edit = null;
                noteMove(change);
            }
            case ACCEPTED, INSYNC -> noteMove(change);
            case PLANNED, FAILED -> {
                // Nothing was changed, or nobody knows.
            }
        }
    }

    private static boolean isHumanEdit(DnsChange change) {
        return change.reason().startsWith("HUMAN_EDIT");
    }

    /** A claim leaves the record as it was, and one that is confirmed again after a restart has lost its times. */
    private void noteMove(DnsChange change) {
        if (change.timings().acceptedAt() != null && !change.before().equals(change.after())) {
            move = change;
        }
    }

    /** What somebody else has made of the record, as it was found; that it was taken back is not published. */
    Optional<String> edited() {
        return Optional.ofNullable(edit)
                .map(found ->
                        "the record was changed by somebody else, found at " + found.at() + ": " + found.reason());
    }

    /** When the last move reached each of its steps. */
    Optional<String> lastMove() {
        return Optional.ofNullable(move).map(RecordHistory::steps);
    }

    private static String steps(DnsChange move) {
        DnsChange.Timings times = move.timings();
        Instant first = times.firstFailureAt();
        Instant begin = first == null ? times.decidedAt() : first;
        String decided = first == null
                ? "decided " + begin
                : "first failed check " + begin + step("decided", begin, times.decidedAt());
        return move.decisionId()
                + move.activeEndpoint().map(name -> " to " + name).orElse("") + ": " + decided
                + step("accepted", begin, times.acceptedAt())
                + step("in sync", begin, times.insyncAt())
                + step("verified", begin, times.verifiedAt());
    }

    private static String step(String name, Instant begin, @Nullable Instant at) {
        return at == null
                ? ", not " + name + " yet"
                : String.format(
                        Locale.ROOT,
                        ", %s +%.1f s",
                        name,
                        Duration.between(begin, at).toMillis() / 1000.0);
    }
}
