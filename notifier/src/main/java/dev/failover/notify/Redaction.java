package dev.failover.notify;

import java.util.regex.Pattern;

/**
 * Takes secrets out of a text (scenario 65). Reasons hold what people typed and what servers answered, and either may
 * carry a password. Rather hides a harmless word than shows a secret. A JSON text stays JSON.
 */
final class Redaction {

    private static final String HIDDEN = "[hidden]";

    /** {@code https://user:password@host}. */
    private static final Pattern USER_INFO = Pattern.compile("(://)[^\\s/?#\"'\\\\@]+(?:@[^\\s/?#\"'\\\\@]+)*@");

    /** {@code Authorization: ApiKey abc}, {@code Bearer abc}, {@code Basic abc}. */
    private static final Pattern AUTHORIZATION =
            Pattern.compile("(?i)\\b(basic|bearer|apikey|aws4-hmac-sha256)(\\s+)[^\\s\"'\\\\,;]{8,}");

    /** {@code password=abc}, {@code "token": "abc"}, {@code X-Amz-Signature=abc}, {@code Authorization: abc}. */
    private static final Pattern NAMED = Pattern.compile("(?i)((?:password|passwd|pwd|secret|token|signature|credential"
            + "|authorization|api[_-]?key|access[_-]?key|access[_-]?key[_-]?id)[\\\\\"']*\\s*[=:]\\s*[\\\\\"']*)"
            + "(?!(?:basic|bearer|apikey|aws4-hmac-sha256)\\s)[^\\s\"'\\\\,;&]+");

    private Redaction() {}

    static String of(String text) {
        String withoutUsers = USER_INFO.matcher(text).replaceAll("$1" + HIDDEN + "@");
        String withoutHeaders = AUTHORIZATION.matcher(withoutUsers).replaceAll("$1$2" + HIDDEN);
        return NAMED.matcher(withoutHeaders).replaceAll("$1" + HIDDEN);
    }
}
