package dev.failover.decision.core;

/** Why a decision was taken. */
public enum MoveKind {
    /** To learn which endpoint the name has. Moves nothing. */
    CLAIM,
    FAILOVER,
    FAILBACK,
    /** A person's order. */
    MANUAL
}
