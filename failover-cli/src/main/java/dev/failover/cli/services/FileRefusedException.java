package dev.failover.cli.services;

/** A file that is refused as a whole, with one plain sentence; nothing of its content is repeated. */
final class FileRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    FileRefusedException(String sentence) {
        this(0, 0, sentence);
    }

    FileRefusedException(int line, int column, String sentence) {
        super(sentence);
        this.line = line;
        this.column = column;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
