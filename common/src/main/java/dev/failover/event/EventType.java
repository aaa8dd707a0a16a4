package dev.failover.event;

import java.util.Arrays;
import java.util.Optional;

/** The versioned types on the wire ({@code ce_type}), and the record each is read into. */
public enum EventType {
    SERVICE("failover.service.v1", ServiceSpec.class),
    OBSERVATION("health.observation.v1", Observation.class),
    TRANSITION("health.transition.v1", HealthTransition.class),
    STATE("failover.state.v1", ServiceState.class),
    DECISION("failover.decision.v1", Decision.class),
    CHANGE("failover.change.v1", DnsChange.class),
    COMMAND("failover.command.v1", Command.class),
    STEERING("failover.steering.v1", Steering.class);

    private final String wireName;
    private final Class<? extends Event> record;

    EventType(String wireName, Class<? extends Event> record) {
        this.wireName = wireName;
        this.record = record;
    }

    public String wireName() {
        return wireName;
    }

    Class<? extends Event> record() {
        return record;
    }

    /** The type of an event. */
    public static EventType of(Event event) {
        return Arrays.stream(values())
                .filter(type -> type.record.isInstance(event))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no type for " + event.getClass()));
    }

    static Optional<EventType> named(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(wireName))
                .findFirst();
    }
}
