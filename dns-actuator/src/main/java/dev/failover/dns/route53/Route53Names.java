package dev.failover.dns.route53;

import dev.failover.event.DnsRecord;
import java.nio.charset.StandardCharsets;
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

    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
    private static final char DELETE = 0x7f;
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-3][0-7]{2})");

    private Route53Names() {}

    /**
     * As we write it: lower case, no trailing dot, and no escape of a character that is printable; a dot or a backslash
     * within a label keeps its escape, as without it this would be another name.
     */
    static String normalise(String name) {
        Matcher matcher = OCTAL.matcher(name);
        StringBuilder plain = new StringBuilder();
        while (matcher.find()) {
            int character = Integer.parseInt(matcher.group(1), 8);
            boolean isPlain = character > ' ' && character < DELETE && character != '.' && character != '\\';
            matcher.appendReplacement(
                    plain, Matcher.quoteReplacement(isPlain ? String.valueOf((char) character) : matcher.group()));
        }
        matcher.appendTail(plain);
        return DnsRecord.normalise(plain.toString());
    }

    /** As Route 53 gives it back: what is not a-z, 0-9, hyphen, underscore or dot is escaped, once. */
    static String escape(String name) {
        StringBuilder escaped = new StringBuilder();
        Matcher matcher = OCTAL.matcher(name);
        int from = 0;
        while (matcher.find()) {
            escapeInto(escaped, name.substring(from, matcher.start()));
            escaped.append(matcher.group());
            from = matcher.end();
        }
        escapeInto(escaped, name.substring(from));
        return escaped.toString();
    }

    private static void escapeInto(StringBuilder escaped, String part) {
        for (byte character : part.getBytes(StandardCharsets.UTF_8)) {
            if (PLAIN.indexOf(character) >= 0) {
                escaped.append((char) character);
            } else {
                escaped.append("\\%03o".formatted(character & 0xff));
            }
        }
    }
}
