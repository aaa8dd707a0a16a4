package dev.failover.cli.plan;

import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.RecordSet;
import dev.failover.event.DnsRecord;
import dev.failover.service.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Plans for people: {@code +} is created, {@code -} deleted, {@code ~} changed, {@code !} refused. */
final class PlanText {

    /** What somebody put into a zone must not speak to the terminal. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f]");

    private PlanText() {}

    static String of(List<ServicePlan> plans) {
        StringBuilder text = new StringBuilder();
        plans.forEach(plan -> text.append(service(plan)).append('\n'));
        return text.append(Recovery.NOT_COUNTED)
                .append("\n\n")
                .append(Summary.of(plans).text())
                .append('\n')
                .toString();
    }

    private static String service(ServicePlan plan) {
        DnsRecord record = plan.spec().record();
        StringBuilder text = new StringBuilder();
        line(
                text,
                "",
                plan.spec().service() + ": " + record.name() + " " + record.type() + " in zone " + record.zone() + ", "
                        + headline(plan));
        plan.reason()
                .ifPresent(reason -> line(text, plan.action() == ServicePlan.Action.REFUSED ? "  ! " : "    ", reason));
        sets(plan, text);
        fence(plan, text);
        recovery(plan, text);
        return text.toString();
    }

    private static String headline(ServicePlan plan) {
        String endpoint = plan.endpoint().orElse("");
        return switch (plan.action()) {
            case CREATE -> "to be created at " + endpoint;
            case MOVE -> "to be moved to " + endpoint;
            case FENCE -> "to be fenced; it has " + endpoint;
            case UNCHANGED -> "unchanged; it has " + endpoint;
            case REFUSED -> "refused";
            case STEERING -> "not planned here";
        };
    }

    private static void sets(ServicePlan plan, StringBuilder text) {
        String name = plan.spec().record().name() + " " + plan.spec().record().type() + " ";
        Map<String, RecordSet> after = byIdentifier(plan.after());
        for (Map.Entry<String, RecordSet> set : byIdentifier(plan.before()).entrySet()) {
            RecordSet next = after.remove(set.getKey());
            change(name, shown(set.getValue()), next == null ? null : shown(next), text);
        }
        after.values().forEach(set -> change(name, null, shown(set), text));
    }

    private static Map<String, RecordSet> byIdentifier(List<RecordSet> sets) {
        Map<String, RecordSet> byIdentifier = new LinkedHashMap<>();
        sets.forEach(set -> byIdentifier.put(set.role().setIdentifier().orElse(""), set));
        return byIdentifier;
    }

    private static String shown(RecordSet set) {
        return set + ttl(set.ttl()) + (set.healthCheckId() == null ? "" : " health check " + set.healthCheckId());
    }

    private static void fence(ServicePlan plan, StringBuilder text) {
        Optional<String> before = plan.fenceBefore().map(PlanText::shown);
        Optional<String> after = plan.fenceAfter().map(PlanText::shown);
        if (before.isPresent() || after.isPresent()) {
            change(plan.spec().record().fenceName() + " TXT ", before.orElse(null), after.orElse(null), text);
        }
    }

    private static String shown(FenceSnapshot fence) {
        return "\"" + fence.text() + "\"" + ttl(fence.ttl());
    }

    private static String ttl(@Nullable Duration ttl) {
        return ttl == null ? "" : " ttl " + Durations.text(ttl);
    }

    private static void change(String name, @Nullable String before, @Nullable String after, StringBuilder text) {
        if (before == null) {
            line(text, "  + ", name + after);
        } else if (after == null) {
            line(text, "  - ", name + before);
        } else if (before.equals(after)) {
            line(text, "    ", name + before);
        } else {
            line(text, "  ~ ", name + before);
            line(text, "    ", " ".repeat(Math.max(0, name.length() - 3)) + "=> " + after);
        }
    }

    private static void recovery(ServicePlan plan, StringBuilder text) {
        Recovery recovery = plan.recovery();
        String asked = recovery.asked()
                .map(rto -> (recovery.isTooLong() ? "; WARNING: more than policy.rto, " : "; policy.rto is ")
                        + Durations.text(rto))
                .orElse("");
        line(text, "  ", "recovery, at worst " + seconds(recovery.atWorst()).strip() + asked + mode(plan));
        for (Recovery.Part part : recovery.parts()) {
            line(
                    text,
                    "    ",
                    String.format(Locale.ROOT, "%-14s %s  %s", part.name(), seconds(part.atWorst()), part.how()));
        }
    }

    private static String mode(ServicePlan plan) {
        return switch (plan.spec().policy().mode()) {
            case AUTO -> "";
            case MANUAL -> "; mode manual: it waits for a person's order";
            case SHADOW -> "; mode shadow: nothing is changed";
        };
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%9.3f s", duration.toMillis() / 1000.0);
    }

    private static void line(StringBuilder text, String mark, String line) {
        text.append(mark).append(CONTROL.matcher(line).replaceAll("?")).append('\n');
    }
}
