package dev.failover.cli.services;

import java.util.Locale;

/** How the constants of an enum are written in a file: {@code api-key} for {@code API_KEY}. */
final class Words {

    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
