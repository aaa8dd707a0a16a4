package dev.failover.cli;

import dev.failover.event.Command.Kind;
import dev.failover.event.ServiceSpec;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What an operator can say of one service: each command is one event on {@code failover.commands}. */
final class OperatorCommands {

    /** What holds for a time ends by itself, and not in some far year (scenario 67). */
    static final Duration LONGEST = Duration.ofDays(7);

    private OperatorCommands() {}

    /** One command of one service. */
    abstract static class Said extends Speaking {

        @Parameters(index = "0", paramLabel = "SERVICE", description = "the service's name")
        private String service;

        abstract dev.failover.event.Command command(Words words);

        @Override
        int speak(Announcer announcer) {
            ServiceSpec known = announcer.known(service);
            dev.failover.event.Command command = command(words(service));
            String endpoint = command.endpoint();
            if (endpoint != null && known.endpoint(endpoint).isEmpty()) {
                throw new IllegalArgumentException(service + " has no endpoint " + endpoint + ", but "
                        + known.endpoints().stream().map(e -> e.name()).toList());
            }
            announcer.say(command);
            print(command.kind() + " of " + service + (command.until() == null ? "" : " until " + command.until())
                    + " is said; `failover status " + service + "` shows what came of it");
            return 0;
        }
    }

    /** How a move is made. */
    record Way(boolean force, boolean atOnce) {}

    /** The part of a command that all kinds share. */
    record Words(String service, String id, String by, String reason, Instant at) {

        dev.failover.event.Command command(
                Kind kind, @Nullable String endpoint, boolean force, @Nullable Instant until) {
            return command(kind, endpoint, new Way(force, false), until);
        }

        dev.failover.event.Command command(Kind kind, @Nullable String endpoint, Way way, @Nullable Instant until) {
            return new dev.failover.event.Command(
                    service, id, kind, endpoint, way.force(), until, by, reason, at, way.atOnce());
        }
    }

    @Command(
            name = "failover",
            description = "Move a service's name to an endpoint; with --keep-for, it stays there for that time.")
    static final class Failover extends Said {

        @Option(names = "--to", required = true, paramLabel = "ENDPOINT", description = "where to")
        private String endpoint;

        @Option(
                names = "--keep-for",
                paramLabel = "TIME",
                description = "nothing moves it away by itself for this long, for example 2h; at most 7d")
        private @Nullable String time;

        @Option(names = "--force", description = "even to an endpoint that is not UP, not ready or behind")
        private boolean force;

        @Option(names = "--at-once", description = "without the steps of policy.gradual")
        private boolean atOnce;

        @Override
        dev.failover.event.Command command(Words words) {
            Instant until = time == null ? null : words.at().plus(Times.option("--keep-for", time, LONGEST));
            return words.command(Kind.FAILOVER, endpoint, new Way(force, atOnce), until);
        }
    }

    @Command(name = "failback", description = "Move a service's name back to its preferred endpoint.")
    static final class Failback extends Said {

        @Option(names = "--force", description = "even if that endpoint is not UP, not ready or behind")
        private boolean force;

        @Option(names = "--at-once", description = "without the steps of policy.gradual")
        private boolean atOnce;

        @Override
        dev.failover.event.Command command(Words words) {
            return words.command(Kind.FAILBACK, null, new Way(force, atOnce), null);
        }
    }

    @Command(name = "pause", description = "Hold automatic moves of a service for a time.")
    static final class Pause extends Said {

        @Option(
                names = "--for",
                required = true,
                paramLabel = "TIME",
                description = "how long, for example 30m; at most 7d")
        private String time;

        @Override
        dev.failover.event.Command command(Words words) {
            return words.command(Kind.PAUSE, null, false, words.at().plus(Times.option("--for", time, LONGEST)));
        }
    }

    @Command(name = "maintain", description = "Give the name to this endpoint no more for a time; others still move.")
    static final class Maintain extends Said {

        @Parameters(index = "1", paramLabel = "ENDPOINT", description = "the endpoint that is worked on")
        private String endpoint;

        @Option(
                names = "--for",
                required = true,
                paramLabel = "TIME",
                description = "how long, for example 2h; at most 7d")
        private String time;

        @Override
        dev.failover.event.Command command(Words words) {
            Instant until = words.at().plus(Times.option("--for", time, LONGEST));
            return words.command(Kind.MAINTENANCE, endpoint, false, until);
        }
    }

    @Command(
            name = "resume",
            description = "End what was said for a time: with an endpoint its maintenance, without one the pause, the"
                    + " override and every maintenance.")
    static final class Resume extends Said {

        @Parameters(index = "1", arity = "0..1", paramLabel = "ENDPOINT", description = "whose maintenance ends")
        private @Nullable String endpoint;

        @Override
        dev.failover.event.Command command(Words words) {
            return words.command(Kind.RESUME, endpoint, false, null);
        }
    }
}
