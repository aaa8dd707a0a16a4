package dev.failover.kafka;

import java.util.Objects;
import java.util.concurrent.ExecutionException;

/** What a future failed with, without the wrapping. */
final class Unwrapped {

    private Unwrapped() {}

    static Throwable cause(ExecutionException wrapping) {
        return Objects.requireNonNullElse(wrapping.getCause(), wrapping);
    }
}
