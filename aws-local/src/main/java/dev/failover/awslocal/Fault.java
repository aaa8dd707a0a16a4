package dev.failover.awslocal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A fault for coming calls: of one operation, of one service's ({@code sns:Publish}), or of any ({@code *}). */
record Fault(String operation, Kind kind, int count, long millis) {

    static final int MAX_COUNT = 1_000_000;
    static final long MAX_MILLIS = 60_000;

    /** What goes wrong. */
    enum Kind {
        THROTTLE,
        PRIOR_REQUEST,
        ERROR_500,
        ACCESS_DENIED,
        /** The connection is closed and nothing was done. */
        RESET,
        /** The call is done after the delay. */
        DELAY,
        /** The call is done, and the connection is closed instead of the answer. */
        LOSE_ANSWER,
        /** The change is accepted and answered, and is lost: not listed, not published, not known to GetChange. */
        STRAND;

        static Optional<Kind> named(String name) {
            return Arrays.stream(values())
                    .filter(kind -> kind.inWords().equals(name))
                    .findFirst();
        }

        String inWords() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    boolean hits(String service, String called) {
        return operation.equals("*")
                || operation.equals(called)
                || operation.equals(service + ":" + called)
                || operation.equals(service + ":*");
    }

    Fault once() {
        return new Fault(operation, kind, count - 1, millis);
    }
}
