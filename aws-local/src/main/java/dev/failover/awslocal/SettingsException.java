package dev.failover.awslocal;

import java.util.List;

/** Settings or a seed that cannot be used, with every problem on a line of its own. */
public final class SettingsException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    SettingsException(List<String> problems) {
        super(String.join("\n  ", problems));
    }
}
