package dev.failover.cli.demo;

import dev.failover.cli.Journal;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.HealthTransition;
import dev.failover.event.Verdict;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The story that {@code failover demo --once} tells: the primary stops, the name moves; it comes back, the name returns.
 * Each step is observed from outside, in the topics, in DNS and at an SNS subscriber, or the story fails.
 */
final class Story {

    private static final String NAME = "es.example.com";
    private static final String PRIMARY = "192.0.2.10";
    private static final String SECONDARY = "192.0.2.20";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration ASK_AGAIN = Duration.ofMillis(20);

    private final Demo demo;
    private final Journal journal;
    private final Inbox inbox;
    private final Dig dig;
    private final PrintWriter out;

    /** When each step of the move was reached. */
    private final Map<String, Instant> times = new LinkedHashMap<>();

    Story(Demo demo, Journal journal, Inbox inbox, PrintWriter out) {
        this.demo = demo;
        this.journal = journal;
        this.inbox = inbox;
        this.dig = new Dig("127.0.0.1", demo.ports().dns());
        this.out = out;
    }

    /** A step that was not observed in time. */
    static final class NotObserved extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotObserved(String step) {
            super(step + " was not observed within " + LIMIT.toSeconds() + " s");
        }
    }

    /**
     * Tells it all.
     *
     * @throws NotObserved naming the first step that did not happen
     */
    void tell() {
        claimed();
        Instant broken = moved();
        returned();
        print(broken);
    }

    private void claimed() {
        say("The services claim " + NAME + " and find that it answers " + PRIMARY + ".");
        change(Decision.Kind.CLAIM, DnsChange.Status.VERIFIED);
        transition("secondary", Verdict.UP);
        answers(PRIMARY);
    }

    private Instant moved() {
        say("The primary stops: connections to it are refused.");
        Instant broken = Instant.now();
        become(StandInSite.Mode.DOWN);
        HealthTransition down = transition("primary", Verdict.DOWN);
        Decision decision = decision(Decision.Kind.FAILOVER);
        DnsChange verified = change(decision.id(), DnsChange.Status.VERIFIED);
        Instant answered = answers(SECONDARY);
        Instant noticed = notice(decision);
        reached("first failed check seen", decision.firstFailureAt());
        reached("quorum says DOWN", down.at());
        reached("decided", decision.decidedAt());
        reached("accepted by Route 53", verified.timings().acceptedAt());
        reached("in sync", verified.timings().insyncAt());
        reached("verified at the name servers", verified.timings().verifiedAt());
        reached("seen by dig", answered);
        reached("notice at the SNS subscriber", noticed);
        return broken;
    }

    private void returned() {
        say("The primary is well again; its policy lets the name return once it has been stable for 3 s.");
        become(StandInSite.Mode.GREEN);
        Decision decision = decision(Decision.Kind.FAILBACK);
        change(decision.id(), DnsChange.Status.VERIFIED);
        answers(PRIMARY);
        notice(decision);
    }

    private void become(StandInSite.Mode mode) {
        try {
            demo.site("primary").become(mode).await(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the stand-in site did not become " + mode, e);
        }
    }

    private HealthTransition transition(String endpoint, Verdict verdict) {
        return journal.await(HealthTransition.class, t -> t.endpoint().equals(endpoint) && t.to() == verdict, LIMIT)
                .orElseThrow(() -> new NotObserved(endpoint + " " + verdict));
    }

    private Decision decision(Decision.Kind kind) {
        return journal.await(Decision.class, d -> d.kind() == kind, LIMIT)
                .orElseThrow(() -> new NotObserved("a decision " + kind));
    }

    private void change(Decision.Kind kind, DnsChange.Status status) {
        change(decision(kind).id(), status);
    }

    private DnsChange change(String decisionId, DnsChange.Status status) {
        return journal.await(DnsChange.class, c -> c.decisionId().equals(decisionId) && c.status() == status, LIMIT)
                .orElseThrow(() -> new NotObserved("DNS change " + status + " of " + decisionId));
    }

    private Instant notice(Decision decision) {
        String kind = decision.kind().name();
        Optional<String> subject = inbox.await(s -> s.toUpperCase(Locale.ROOT).contains(kind), LIMIT);
        say("An SNS subscriber got: " + subject.orElseThrow(() -> new NotObserved("a notice of " + decision.id())));
        return Instant.now();
    }

    /** Asks the DNS server until it answers this, which is what a resolver with an empty cache sees. */
    private Instant answers(String address) {
        long end = System.nanoTime() + LIMIT.toNanos();
        List<String> last = List.of();
        while (System.nanoTime() < end) {
            last = dig.addresses(NAME);
            if (last.equals(List.of(address))) {
                say("dig @127.0.0.1 -p " + demo.ports().dns() + " +short " + NAME + "  =>  " + address);
                return Instant.now();
            }
            pause();
        }
        throw new NotObserved("the answer " + address + " (last answer " + last + ")");
    }

    private static void pause() {
        try {
            Thread.sleep(ASK_AGAIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking DNS", e);
        }
    }

    private void reached(String step, @Nullable Instant at) {
        if (at == null) {
            throw new NotObserved("the time of '" + step + "'");
        }
        times.put(step, at);
    }

    private void print(Instant broken) {
        out.println();
        out.println("Measured, in seconds after the primary stopped:");
        times.forEach((step, at) ->
                out.printf("  %6.2f  %s%n", Duration.between(broken, at).toMillis() / 1000.0, step));
        out.println();
        out.flush();
    }

    private void say(String line) {
        out.println("* " + line);
        out.flush();
    }
}
