package dev.failover.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.function.Supplier;

/** What happened, for people: the last lines of it, or all; and a digest of every event. */
final class Story {

    private static final int KEPT = 60;

    private final Schedule schedule;
    private final boolean aloud;
    private final Deque<String> lines = new ArrayDeque<>();
    private final MessageDigest digest;
    private final byte[] number = new byte[8];

    Story(Schedule schedule, boolean aloud) {
        this.schedule = schedule;
        this.aloud = aloud;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has it", e);
        }
    }

    void tell(String what) {
        tell(() -> what);
    }

    void tell(Supplier<String> what) {
        String line = schedule.now().toString().substring(11) + " " + what.get();
        if (aloud) {
            System.out.println(line);
        }
        lines.add(line);
        if (lines.size() > KEPT) {
            lines.remove();
        }
        note(line.getBytes(StandardCharsets.UTF_8));
    }

    void note(byte[] bytes) {
        digest.update(bytes);
    }

    void note(long value) {
        for (int i = 0; i < 8; i++) {
            number[i] = (byte) (value >>> (8 * i));
        }
        digest.update(number);
    }

    String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }

    String end() {
        return String.join("\n", lines);
    }
}
