package dev.failover.cli.services;

import dev.failover.event.DnsRecord;
import java.util.Locale;

/** How the constants of an enum are written in a file: {@code api-key} for {@code API_KEY}. */
final class Words {

    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Standards and products are written in one piece: {@code rfc2136} for {@code RFC_2136}. */
    static String of(DnsRecord.Provider provider) {
        return provider.name().toLowerCase(Locale.ROOT).replace("_", "");
    }
}
