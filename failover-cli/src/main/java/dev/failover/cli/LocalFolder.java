package dev.failover.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of this machine that a command keeps its data in. */
public final class LocalFolder {

    private LocalFolder() {}

    /**
     * Makes the folder where it is missing, and proves that files can be written there.
     *
     * @param option that names the folder
     * @throws IllegalArgumentException where they cannot
     */
    public static void mustBeWritable(Path folder, String option) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "writable", ".tmp"));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "folder " + folder + " " + reason(e) + "; name another with " + option, e);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof FileAlreadyExistsException) {
            return "is no folder";
        }
        return e instanceof AccessDeniedException ? "cannot be written: permission denied" : "cannot be written: " + e;
    }
}
