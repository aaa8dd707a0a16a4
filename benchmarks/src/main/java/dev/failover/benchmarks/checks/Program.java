package dev.failover.benchmarks.checks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program in a process of its own, held to one processor, and what it uses by Linux's own count ({@code proc(5)}). Its
 * output goes to a file beside it.
 */
final class Program implements AutoCloseable {

    /** Of {@code utime} and {@code stime}: 100 a second on every Linux that Java runs on. */
    private static final long MICROS_A_TICK = 10_000;

    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Process process;
    private final Path log;

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it.
     *
     * @param processor the only one that it may use; taskset(1) puts it there
     */
    static Program start(Path folder, String name, int processor, Map<String, String> env, List<String> command) {
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", String.valueOf(processor)));
        pinned.addAll(command);
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(pinned).directory(folder.toFile());
        builder.environment().putAll(env);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        try {
            return new Program(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(command.get(0) + " cannot be started: install it, or leave it out", e);
        }
    }

    /** A class with a main method, on this class path, in a JVM of its own. */
    static Program java(
            Path folder, String name, int processor, Map<String, String> env, List<String> options, Class<?> main) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", absoluteClassPath(), main.getName()));
        return start(folder, name, processor, env, command);
    }

    private static String absoluteClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Waits for a line of its output that begins so, and returns the rest of it. */
    String awaitLine(String beginning, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            try (BufferedReader lines = Files.newBufferedReader(log, StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.contains(beginning)) {
                        return line.substring(line.indexOf(beginning) + beginning.length());
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            mustRun();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IllegalStateException("'" + beginning + "' did not come within " + limit + "; see " + log);
    }

    void mustRun() {
        if (!process.isAlive()) {
            throw new IllegalStateException("a program has ended with code " + process.exitValue() + "; see " + log);
        }
    }

    /** Processor time in user and system mode, of the process and of its children, in microseconds. */
    long cpuMicros() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToLong(handle -> cpuMicros(handle.pid()))
                .sum();
    }

    private static long cpuMicros(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.UTF_8);
            // The name, in brackets, may hold blanks.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * MICROS_A_TICK;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Resident memory in MiB. */
    long residentMib() {
        return status("VmRSS:") / 1024;
    }

    private long status(String key) {
        try (Stream<String> lines =
                Files.lines(Path.of("/proc/" + process.pid() + "/status"), StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Open file descriptors. */
    long descriptors() {
        String[] open = Path.of("/proc/" + process.pid() + "/fd").toFile().list();
        return open == null ? 0 : Arrays.stream(open).count();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
