package dev.failover.cli.services;

/**
 * What is wrong with a services.yaml, or what its author should know.
 *
 * @param line from 1; 0 where the file as a whole is meant
 * @param column from 1; 0 where the line says enough
 * @param warning whether the file can be used all the same
 */
public record Problem(String file, int line, int column, boolean warning, String sentence) {

    /** {@code FILE:LINE: KEY RULE, was 'VALUE'}, as compilers write it. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : "") + ": "
                + (warning ? "warning: " : "") + sentence;
    }
}
