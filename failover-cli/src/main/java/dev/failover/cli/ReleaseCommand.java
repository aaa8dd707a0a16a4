package dev.failover.cli;

import dev.failover.event.Command.Kind;
import dev.failover.event.ServiceSpec;
import dev.failover.event.ServiceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The fleet's brake lets services go, a few at a time, so that a person can watch. */
@Command(
        name = "release",
        description = "Let services go that the fleet's brake holds, in batches: named ones, a group's, or all.")
final class ReleaseCommand extends Speaking {

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int LARGEST_BATCH = 1_000;

    /** Which: one of the three. */
    static final class Which {
        @Parameters(arity = "1..*", paramLabel = "SERVICE", description = "these")
        private @Nullable List<String> services;

        @Option(names = "--all", description = "all that the brake holds")
        private boolean all;

        @Option(names = "--group", paramLabel = "NAME", description = "those of this group that the brake holds")
        private @Nullable String group;
    }

    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    @Option(
            names = "--batch",
            defaultValue = "5",
            paramLabel = "N",
            description = "so many at a time (${DEFAULT-VALUE})")
    private int batch;

    @Option(
            names = "--every",
            defaultValue = "10s",
            paramLabel = "TIME",
            description = "from one batch to the next (${DEFAULT-VALUE})")
    private String every;

    @Override
    int speak(Announcer announcer) throws InterruptedException {
        Duration pause = Times.option("--every", every, LONGEST_PAUSE);
        if (batch < 1 || batch > LARGEST_BATCH) {
            throw new IllegalArgumentException("--batch must be 1 to " + LARGEST_BATCH + ", was " + batch);
        }
        List<String> services = services(announcer);
        if (services.isEmpty()) {
            print("The fleet's brake holds none of them: nothing is said.");
            return 0;
        }
        List<List<String>> batches = batches(services, batch);
        for (int i = 0; i < batches.size(); i++) {
            if (i > 0) {
                print("next batch in " + every + "; Ctrl-C leaves the rest held");
                Thread.sleep(pause.toMillis());
            }
            for (String service : batches.get(i)) {
                announcer.say(words(service).command(Kind.RELEASE, null, false, null));
                print("batch " + (i + 1) + " of " + batches.size() + ": RELEASE of " + service + " is said");
            }
        }
        return 0;
    }

    private List<String> services(Announcer announcer) {
        if (which.services != null) {
            which.services.forEach(announcer::known);
            return which.services.stream().distinct().sorted().toList();
        }
        String group = which.all ? null : which.group;
        Map<String, ServiceSpec> services = announcer.services();
        if (group != null && services.values().stream().noneMatch(spec -> group.equals(spec.group()))) {
            List<String> groups = services.values().stream()
                    .map(ServiceSpec::group)
                    .filter(Objects::nonNull)
                    .distinct()
                    .sorted()
                    .toList();
            throw new IllegalArgumentException("there is no group " + group + ", but " + groups);
        }
        return held(services, announcer.states(), group);
    }

    /**
     * Those that the brake holds, in the order of their names.
     *
     * @param group of this group only; null for all
     */
    static List<String> held(
            Map<String, ServiceSpec> services, Map<String, ServiceState> states, @Nullable String group) {
        return services.values().stream()
                .filter(spec -> group == null || group.equals(spec.group()))
                .map(ServiceSpec::service)
                .filter(name -> isBraked(states.get(name)))
                .sorted()
                .toList();
    }

    private static boolean isBraked(@Nullable ServiceState state) {
        return state != null && state.explanation().diagnosis().equals("FLEET_BRAKED");
    }

    static List<List<String>> batches(List<String> services, int size) {
        List<List<String>> batches = new ArrayList<>();
        for (int from = 0; from < services.size(); from += size) {
            batches.add(services.subList(from, Math.min(from + size, services.size())));
        }
        return batches;
    }
}
