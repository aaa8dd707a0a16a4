package dev.failover.dns.route53;

import dev.failover.event.DnsRecord;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Route 53's way of writing names: a trailing dot, and every character but a-z, 0-9, hyphen, underscore and dot as a
 * backslash and three octal digits.
 *
 * @see <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html">DNS domain name
 *     format</a>
 */
final class Route53Names {

    private static final Pattern OCTAL = Pattern.compile("\\\\([0-3][0-7]{2})");

    /** A dot or a backslash within a label: without its escape it would be another name. */
    private static final Set<String> KEPT = Set.of("056", "134");

    private Route53Names() {}

    /** As we write it: lower case, no trailing dot, no escapes but where they are needed. */
    static String normalise(String name) {
        Matcher matcher = OCTAL.matcher(name);
        StringBuilder plain = new StringBuilder();
        while (matcher.find()) {
            String digits = matcher.group(1);
            String character = String.valueOf((char) Integer.parseInt(digits, 8));
            matcher.appendReplacement(
                    plain, Matcher.quoteReplacement(KEPT.contains(digits) ? matcher.group() : character));
        }
        matcher.appendTail(plain);
        return DnsRecord.normalise(plain.toString());
    }
}
