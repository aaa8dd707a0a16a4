package dev.failover.probe.route53;

import dev.failover.probe.Finding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Route 53's GetHealthCheckStatus. Blocks; never called on an event loop. */
interface StatusApi extends AutoCloseable {

    /**
     * What was answered.
     *
     * @param problem why there is no answer, as the prober's own error; null where there is one
     */
    record Answer(List<Checker> checkers, @Nullable Finding problem) {

        public Answer {
            checkers = List.copyOf(checkers);
        }

        static Answer none(Finding why) {
            return new Answer(List.of(), why);
        }

        Finding judged(Instant now) {
            return problem == null ? Checkers.judged(checkers, now) : problem;
        }
    }

    Answer ask(String healthCheckId);

    @Override
    void close();
}
