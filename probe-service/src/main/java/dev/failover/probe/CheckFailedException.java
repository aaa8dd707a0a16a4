package dev.failover.probe;

/** Ends a check early with what was found; thrown by the steps of a check and turned back by {@link Fault}. */
public final class CheckFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    public CheckFailedException(Finding finding) {
        // Expected and frequent while a target is down: no stack trace.
        super(finding.detail(), null, false, false);
        this.finding = finding;
    }

    Finding finding() {
        return finding;
    }
}
