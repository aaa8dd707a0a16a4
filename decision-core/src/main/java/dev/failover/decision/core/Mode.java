package dev.failover.decision.core;

/** Who moves the name. */
public enum Mode {
    /** The automation. */
    AUTO,
    /** Nobody: decisions are published and planned, and the state goes on as if they had been carried out. */
    SHADOW,
    /** A person; the automation says what it would do. */
    MANUAL
}
