package dev.failover.awslocal.iam;

import java.util.regex.Pattern;

/** A text in which {@code *} stands for any characters and {@code ?} for one. */
final class Glob {

    private final Pattern pattern;

    private Glob(Pattern pattern) {
        this.pattern = pattern;
    }

    static Glob of(String text) {
        return new Glob(compile(text, 0));
    }

    /** Actions compare without case. */
    static Glob withoutCase(String text) {
        return new Glob(compile(text, Pattern.CASE_INSENSITIVE));
    }

    private static Pattern compile(String text, int flags) {
        StringBuilder expression = new StringBuilder();
        text.chars()
                .forEach(c ->
                        expression.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf((char) c))));
        return Pattern.compile(expression.toString(), flags | Pattern.DOTALL);
    }

    boolean matches(String text) {
        return pattern.matcher(text).matches();
    }
}
