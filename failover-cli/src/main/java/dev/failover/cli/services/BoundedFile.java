package dev.failover.cli.services;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a small text file whole: as UTF-8, without a byte order mark, and never more than its limit. */
final class BoundedFile {

    private BoundedFile() {}

    static String text(Path file, int maxKib) throws FileRefusedException {
        byte[] bytes = bytes(file, maxKib * 1024);
        if (bytes.length > maxKib * 1024) {
            throw new FileRefusedException("is larger than " + maxKib + " KiB");
        }
        return decoded(bytes);
    }

    private static byte[] bytes(Path file, int max) throws FileRefusedException {
        if (Files.isDirectory(file)) {
            throw new FileRefusedException("is a directory, not a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(max + 1);
        } catch (NoSuchFileException e) {
            throw new FileRefusedException("does not exist");
        } catch (AccessDeniedException e) {
            throw new FileRefusedException("cannot be read: permission denied");
        } catch (IOException e) {
            throw new FileRefusedException("cannot be read: " + e.getMessage());
        }
    }

    private static String decoded(byte[] bytes) throws FileRefusedException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            throw new FileRefusedException(line, 0, "is not UTF-8 text");
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
