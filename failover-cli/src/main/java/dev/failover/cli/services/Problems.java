package dev.failover.cli.services;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is found in one file; keeps the first {@link #KEPT} and counts the rest. */
final class Problems {

    static final int KEPT = 100;

    private final String file;
    private final List<Problem> found = new ArrayList<>();
    private int errors;
    private int dropped;

    Problems(String file) {
        this.file = file;
    }

    void wrong(Value at, String rule) {
        wrong(at.line(), at.name() + " " + rule);
    }

    void wrong(int line, String sentence) {
        errors++;
        add(new Problem(file, line, 0, false, sentence));
    }

    void wrong(FileRefusedException refused) {
        errors++;
        add(new Problem(file, refused.line(), refused.column(), false, refused.sentence()));
    }

    void warn(Value at, String sentence) {
        add(new Problem(file, at.line(), 0, true, at.name() + " " + sentence));
    }

    private void add(Problem problem) {
        if (found.size() < KEPT) {
            found.add(problem);
        } else {
            dropped++;
        }
    }

    /** How many make the file unusable, so far. */
    int errors() {
        return errors;
    }

    /** All, in the order of their lines. */
    List<Problem> inOrder() {
        List<Problem> ordered = new ArrayList<>(found);
        ordered.sort(Comparator.comparingInt(Problem::line));
        if (dropped > 0) {
            ordered.add(new Problem(file, 0, 0, false, "has " + dropped + " more problems"));
        }
        return List.copyOf(ordered);
    }
}
