package dev.failover.cli.tape;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A recording in a file, read line by line: its size does not matter. */
public final class TapeFile implements Tape {

    /** As long as the longest event, and its envelope. */
    static final int LONGEST_LINE = 1024 * 1024 + 1024;

    private final Path file;

    public TapeFile(Path file) {
        this.file = file;
    }

    @Override
    public void play(Consumer<Recorded> each) {
        InTimeOrder ordered = new InTimeOrder(each);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            read(in, ordered);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": does not exist", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
        }
        ordered.end();
    }

    private void read(InputStream in, InTimeOrder ordered) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int number = 1;
        int next;
        while ((next = in.read()) >= 0) {
            if (next != '\n') {
                line.write(next);
                mustNotBeLonger(line, number);
            } else {
                take(line, number, ordered);
                number++;
            }
        }
        take(line, number, ordered);
    }

    private void mustNotBeLonger(ByteArrayOutputStream line, int number) {
        if (line.size() > LONGEST_LINE) {
            throw new IllegalArgumentException(place(number) + ": is longer than " + LONGEST_LINE + " bytes");
        }
    }

    private void take(ByteArrayOutputStream line, int number, InTimeOrder ordered) {
        if (line.size() > 0) {
            ordered.accept(TapeLine.read(line.toByteArray(), place(number)));
            line.reset();
        }
    }

    private String place(int number) {
        return file + ":" + number;
    }
}
