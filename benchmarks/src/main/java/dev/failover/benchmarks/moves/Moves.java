package dev.failover.benchmarks.moves;

import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.Target;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures the dns-actuator with a real broker and the AWS SDK's wire, all in this process: single moves while nothing else is
 * going on, and a whole zone at once under a limit of requests.
 */
public final class Moves {

    private static final int WARM_UP = 50;
    private static final int SINGLE = 300;
    private static final int TOGETHER = 500;
    private static final Map<String, Target> TARGETS = new LinkedHashMap<>();

    static {
        TARGETS.put("primary", Target.of("192.0.2.10"));
        TARGETS.put("secondary", Target.of("192.0.2.20"));
    }

    private final World world;

    private Moves(World world) {
        this.world = world;
    }

    /** Both measurements, as a table. */
    public static String run() throws IOException, InterruptedException {
        StringBuilder report = new StringBuilder("| what | measured |\n| --- | --- |\n");
        // No quota in the way of single moves; the account's old limit of 5 requests a second for the many.
        try (World world = new World(Map.of(
                "ROUTE53_REQUESTS_PER_SECOND",
                "1000",
                "ROUTE53_REQUESTS_BURST",
                "1000",
                "ROUTE53_CHANGES_PER_SECOND",
                "1000"))) {
            report.append(new Moves(world).single());
        }
        try (World world = new World(Map.of("ROUTE53_REQUESTS_PER_SECOND", "5"))) {
            report.append(new Moves(world).together());
        }
        return report.toString();
    }

    private String single() throws InterruptedException {
        move(0, 1, null);
        for (int epoch = 2; epoch < 2 + WARM_UP; epoch++) {
            move(0, epoch, to(epoch));
        }
        List<Duration> times = new ArrayList<>();
        for (int epoch = 2 + WARM_UP; epoch < 2 + WARM_UP + SINGLE; epoch++) {
            times.add(move(0, epoch, to(epoch)));
        }
        times.sort(Duration::compareTo);
        return row(
                        "a decision sent to Kafka to its change on the wire, " + SINGLE + " single moves, p50",
                        quantile(times, 50))
                + row("p99", quantile(times, 99))
                + row("most", times.get(times.size() - 1));
    }

    /** From the decision handed to Kafka to the change that came in at Route 53; the move before it is verified. */
    private Duration move(int service, int epoch, @Nullable String to) throws InterruptedException {
        Decision decision = decision(service, epoch, to);
        int before = world.arrivals().size();
        Instant sent = world.write(decision);
        world.await(DnsChange.Status.VERIFIED, List.of(decision));
        List<Instant> arrivals = world.arrivals();
        if (arrivals.size() != before + 1) {
            throw new IllegalStateException(decision.id() + " took " + (arrivals.size() - before) + " changes");
        }
        return Duration.between(sent, arrivals.get(before));
    }

    private String together() throws InterruptedException {
        List<Decision> claims = decisions(1);
        world.writeAll(claims);
        world.await(DnsChange.Status.VERIFIED, claims);
        Map<String, Integer> before = world.calls();
        List<Decision> failovers = decisions(2);
        Instant begin = world.writeAll(failovers);
        Instant accepted = world.await(DnsChange.Status.ACCEPTED, failovers);
        Instant verified = world.await(DnsChange.Status.VERIFIED, failovers);
        Map<String, Integer> after = world.calls();
        Map<String, Integer> made = new LinkedHashMap<>();
        after.forEach(
                (operation, count) -> made.merge(operation, count - before.getOrDefault(operation, 0), Integer::sum));
        made.values().removeIf(count -> count == 0);
        return row(
                        TOGETHER + " services of one zone at once, at 5 requests a second: the last ACCEPTED",
                        between(begin, accepted))
                + row("the last VERIFIED at the name server", between(begin, verified))
                + "| requests in all | "
                + made.values().stream().mapToInt(Integer::intValue).sum() + ": " + made + " |\n";
    }

    private static Duration between(Instant begin, Instant end) {
        return Duration.between(begin, end);
    }

    private List<Decision> decisions(int epoch) {
        return IntStream.range(0, TOGETHER)
                .mapToObj(service -> decision(service, epoch, epoch == 1 ? null : "secondary"))
                .toList();
    }

    private static String to(int epoch) {
        return epoch % 2 == 0 ? "secondary" : "primary";
    }

    private Decision decision(int service, int epoch, @Nullable String to) {
        String name = "s" + service;
        Instant now = Instant.now();
        return new Decision(
                name,
                name + "-" + epoch,
                epoch,
                to == null ? Decision.Kind.CLAIM : Decision.Kind.FAILOVER,
                null,
                to,
                "measured",
                List.of(),
                false,
                false,
                new DnsRecord(world.zone(), name + ".example.com", RecordType.A, Duration.ofSeconds(30)),
                TARGETS,
                to == null ? null : now,
                now);
    }

    private static Duration quantile(List<Duration> sorted, int percent) {
        return sorted.get((sorted.size() * percent + 99) / 100 - 1);
    }

    private static String row(String what, Duration time) {
        return "| " + what + " | " + String.format(java.util.Locale.ROOT, "%.1f ms", time.toNanos() / 1e6) + " |\n";
    }
}
