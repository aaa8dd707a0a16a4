package dev.failover.dns.route53;

import dev.failover.dns.DnsProviderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.route53.model.HealthCheckObservation;

/**
 * Whether new checks say that a name stays. The report of an inverted check is that of its requests: what answers is a
 * Success, whatever the check makes of it; so only what the endpoints answered is judged.
 */
final class SteeringReports {

    /** Route 53 has more; each may report at another time. */
    private static final int CHECKERS = 3;

    private static final String ANSWERED = "HTTP Status Code ";

    /**
     * How to wait.
     *
     * @param pause between two looks: the status of checks may be asked for once a second
     * @param interval how often a checker asks
     * @param limit after which it is given up
     */
    record Patience(Duration pause, Duration interval, Duration limit) {

        static final Patience ROUTE_53 = new Patience(
                Duration.ofSeconds(5), Duration.ofSeconds(SteeringSets.INTERVAL_SECONDS), Duration.ofMinutes(5));

        /** Asks again and again; what cannot be asked now is asked later. */
        void until(BooleanSupplier done, Supplier<String> otherwise) {
            long end = System.nanoTime() + limit.toNanos();
            while (!holds(done)) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(otherwise.get());
                }
                rest();
            }
        }

        private static boolean holds(BooleanSupplier done) {
            try {
                return done.getAsBoolean();
            } catch (DnsProviderException e) {
                if (e.kind() == DnsProviderException.Kind.DENIED) {
                    throw e;
                }
                return false;
            }
        }

        private void rest() {
            try {
                Thread.sleep(pause.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for Route 53", e);
            }
        }
    }

    /** What the checkers of one check say together. */
    enum Word {
        /** They have not all reported. */
        NONE,
        /** None of them got an HTTP answer: as good as a stay, and of no use for a move. */
        SILENT,
        STAY,
        /** At least one was told that the name is elsewhere, or by somebody else that all is well. */
        MOVE
    }

    private final Function<String, List<HealthCheckObservation>> status;
    private final Patience patience;

    SteeringReports(Function<String, List<HealthCheckObservation>> status, Patience patience) {
        this.status = status;
        this.patience = patience;
    }

    /**
     * Waits until all checks have reported, none says move, and as many were answered as a move will take, for as long as it
     * takes that every checker has made up its mind.
     *
     * @return a sentence for each steering endpoint that is silent
     */
    List<String> awaitStay(SteeringSets sets, List<String> checks) {
        List<Word> words = new ArrayList<>();
        Duration dwell = patience.interval().multipliedBy(sets.endpoints().failureThreshold() + 1L);
        long[] since = {Long.MIN_VALUE};
        patience.until(
                () -> {
                    words.clear();
                    checks.forEach(id -> words.add(word(status.apply(id))));
                    if (!stay(words, sets.endpoints().needed())) {
                        since[0] = Long.MIN_VALUE;
                        return false;
                    }
                    since[0] = since[0] == Long.MIN_VALUE ? System.nanoTime() : since[0];
                    return System.nanoTime() - since[0] >= dwell.toNanos();
                },
                () -> "the checks of " + sets.service() + " do not say that it stays at " + sets.primary() + ": "
                        + shown(sets, words) + "; nothing was attached");
        List<String> silent = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i) == Word.SILENT) {
                silent.add("warning: " + sets.endpoints().urls().get(i) + " cannot be reached by Route 53's checkers");
            }
        }
        return silent;
    }

    private static boolean stay(List<Word> words, int needed) {
        return words.stream().allMatch(word -> word == Word.STAY || word == Word.SILENT)
                && words.stream().filter(word -> word == Word.STAY).count() >= needed;
    }

    static Word word(List<HealthCheckObservation> observations) {
        List<String> reports = observations.stream()
                .filter(seen ->
                        seen.statusReport() != null && seen.statusReport().status() != null)
                .map(seen -> seen.statusReport().status())
                .toList();
        if (reports.size() < CHECKERS) {
            return Word.NONE;
        } else if (reports.stream().anyMatch(SteeringReports::isGood)) {
            return Word.MOVE;
        }
        return reports.stream().anyMatch(report -> report.contains(ANSWERED)) ? Word.STAY : Word.SILENT;
    }

    private static boolean isGood(String report) {
        return report.startsWith("Success") || report.contains(ANSWERED + "2") || report.contains(ANSWERED + "3");
    }

    private static String shown(SteeringSets sets, List<Word> words) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            shown.add(sets.endpoints().urls().get(i) + " " + words.get(i));
        }
        return shown.isEmpty() ? "their status cannot be asked" : String.join(", ", shown);
    }
}
