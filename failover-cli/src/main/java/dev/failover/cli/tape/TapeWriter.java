package dev.failover.cli.tape;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.function.Consumer;

/** Writes a recording; whole lines only, and none beyond its limit. */
final class TapeWriter implements Consumer<Recorded>, AutoCloseable {

    private final BufferedWriter writer;
    private final long maxBytes;
    private final Set<String> services;
    private long bytes;
    private long lines;
    private boolean full;

    private TapeWriter(BufferedWriter writer, long maxBytes, Set<String> services) {
        this.writer = writer;
        this.maxBytes = maxBytes;
        this.services = services;
    }

    /**
     * Makes the file.
     *
     * @param services whose events are written; empty for all
     * @throws IllegalArgumentException when it is there already or cannot be made
     */
    static TapeWriter create(Path file, long maxBytes, Set<String> services) {
        try {
            BufferedWriter writer =
                    Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            return new TapeWriter(writer, maxBytes, services);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(file + " is there already; name another with --out", e);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": its folder does not exist", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be made: " + e.getMessage(), e);
        }
    }

    @Override
    public void accept(Recorded recorded) {
        if (full || !(services.isEmpty() || services.contains(recorded.event().service()))) {
            return;
        }
        String line = TapeLine.write(recorded.at(), recorded.event()) + "\n";
        int size = line.getBytes(StandardCharsets.UTF_8).length;
        if (bytes + size > maxBytes) {
            full = true;
            return;
        }
        try {
            writer.write(line);
            bytes += size;
            lines++;
        } catch (IOException e) {
            throw notWritten(e);
        }
    }

    private static UncheckedIOException notWritten(IOException e) {
        return new UncheckedIOException("the recording cannot be written: " + e.getMessage(), e);
    }

    boolean isFull() {
        return full;
    }

    long lines() {
        return lines;
    }

    void flush() {
        try {
            writer.flush();
        } catch (IOException e) {
            throw notWritten(e);
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
