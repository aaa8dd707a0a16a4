package dev.failover.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One place that can serve the name: what DNS answers for it, and how it is checked.
 *
 * @param automatic whether the automation may give it the name; otherwise only a person may
 * @param checkFrom how it is checked instead from the locations that are named here; all others use {@code check}
 */
public record Endpoint(
        String name,
        Target target,
        Check check,
        Boolean automatic,
        @JsonInclude(Include.NON_EMPTY) Map<String, Check> checkFrom) {

    private static final int MAX_LOCATIONS = 16;

    public Endpoint {
        Require.name("endpoints.name", name);
        Require.present("endpoints.target", target);
        Require.present("endpoints.check", check);
        // Every location would ask the same checkers, and count their one opinion as many.
        Require.that(
                !(check instanceof Check.Route53),
                "endpoints.check",
                "of kind route53 must stand below checkFrom, for one location",
                "route53");
        automatic = automatic == null || automatic;
        checkFrom = ordered(checkFrom);
    }

    public Endpoint(String name, Target target, Check check, Boolean automatic) {
        this(name, target, check, automatic, Map.of());
    }

    public Endpoint(String name, Target target, Check check) {
        this(name, target, check, true);
    }

    private static Map<String, Check> ordered(@Nullable Map<String, Check> given) {
        Map<String, Check> all = given == null ? Map.of() : given;
        Require.between("endpoints.checkFrom", 0, MAX_LOCATIONS, all.size());
        all.keySet().forEach(location -> Require.name("endpoints.checkFrom", location));
        long opinions =
                all.values().stream().filter(Check.Route53.class::isInstance).count();
        Require.that(
                opinions <= 1,
                "endpoints.checkFrom",
                "must have kind route53 for one location at most: its checkers have one opinion",
                all.keySet());
        return Collections.unmodifiableMap(new TreeMap<>(all));
    }

    /** How it is checked from a location. */
    public Check checkIn(String location) {
        return checkFrom.getOrDefault(location, check);
    }
}
