package dev.failover.event;

/** What travels on the topics. Every event belongs to one service, whose name is its record key. */
public sealed interface Event
        permits ServiceSpec, Observation, HealthTransition, ServiceState, Decision, DnsChange, Command, Steering {

    /** The service that the event is about; the key of its Kafka record. */
    String service();

    /** Unique among the events of its type: the same event sent twice has the same id (CloudEvents 1.0, {@code id}). */
    String eventId();
}
