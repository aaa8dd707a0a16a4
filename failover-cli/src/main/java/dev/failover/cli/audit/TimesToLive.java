package dev.failover.cli.audit;

import dev.failover.event.DnsRecord;
import dev.failover.service.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** For how long clients keep an answer, of the record and of whatever the name and the endpoints' targets lead on to. */
final class TimesToLive {

    private static final Duration USUAL = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofMinutes(5);

    /** A record that a name server or a cache has given; a cache gives less than the whole time. */
    record Seen(String name, String type, Duration ttl) {}

    /** What was asked for and what came: nothing, with the reason, or the records that the answer led over. */
    record Answered(String name, List<Seen> seen, String problem) {

        Answered {
            seen = List.copyOf(seen);
        }
    }

    private TimesToLive() {}

    static List<Remark> judged(DnsRecord record, List<Answered> answers) {
        List<Remark> remarks = new ArrayList<>();
        remarks.add(judged("record-ttl", record.name() + " " + record.type() + " as the file has it", record.ttl()));
        for (Answered answer : answers) {
            if (answer.seen().isEmpty()) {
                remarks.add(Remark.warn(
                        "dns",
                        "live-ttl",
                        answer.name() + " was not answered: " + answer.problem(),
                        "ask another server with --dns-server"));
            }
            answer.seen().forEach(seen -> remarks.add(live(record, seen)));
        }
        return remarks;
    }

    private static Remark live(DnsRecord record, Seen seen) {
        boolean own = seen.name().equals(record.name())
                && seen.type().equals(record.type().name());
        if (own && seen.ttl().compareTo(record.ttl()) > 0) {
            return Remark.bad(
                    "dns",
                    "live-ttl",
                    seen.name() + " is answered with " + Durations.text(seen.ttl()) + ", the file has "
                            + Durations.text(record.ttl()) + ": until the next change clients wait as long as that",
                    "let the service claim the record, or set its TTL, at least one old TTL before it matters");
        }
        return judged("live-ttl", seen.name() + " " + seen.type() + " as it is answered", seen.ttl());
    }

    private static Remark judged(String topic, String what, Duration ttl) {
        String sentence = what + " is kept for up to " + Durations.text(ttl);
        String advice = "lower it to 60s or less; it takes effect for what is looked up after that";
        if (ttl.compareTo(LONG) > 0) {
            return Remark.bad("dns", topic, sentence + ": for that long clients go to the old side", advice);
        }
        return ttl.compareTo(USUAL) > 0
                ? Remark.warn("dns", topic, sentence + ": that is added to every recovery", advice)
                : Remark.ok("dns", topic, sentence);
    }
}
