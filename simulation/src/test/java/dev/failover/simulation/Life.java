package dev.failover.simulation;

import java.time.Duration;
import java.util.SplittableRandom;

/** One seed's life of many services: faults for a time, calm for a time, and the same to the byte whenever it is repeated. */
final class Life {

    private static final long FAULTS_END = Duration.ofSeconds(150).toMillis();

    /** Within this time after the last fault every service must be where it should be. */
    static final Duration CONVERGES_WITHIN = Duration.ofSeconds(150);

    private final long seed;
    private final World world;

    Life(long seed, Canary canary, boolean aloud) {
        this.seed = seed;
        this.world = new World(seed, canary, 2, aloud);
    }

    /** What a life was like. */
    record Lived(long events, long decisions, Duration convergedAfter, String digest) {}

    Lived live() {
        try {
            return liveOn();
        } catch (Violation e) {
            e.addSuppressed(new Exception(
                    "seed " + seed + ", repeat it with -Dseed=" + seed + "; it ended so:\n" + world.story.end()));
            throw e;
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + " ended so:\n" + world.story.end(), e);
        }
    }

    private Lived liveOn() {
        SplittableRandom random = world.random.split();
        int services = 3 + random.nextInt(5);
        for (int i = 0; i < services; i++) {
            boolean there = random.nextInt(3) == 0;
            world.add(Specs.random(i, random), there ? "secondary" : null);
        }
        world.start();
        Faults faults = new Faults(world, FAULTS_END);
        world.schedule.in(10_000, faults::begin);
        world.runUntil(FAULTS_END);
        faults.allEnd();
        world.runUntil(FAULTS_END + CONVERGES_WITHIN.toMillis());
        world.checker.mustHaveConverged();
        long after = Math.max(0, world.checker.lastChangeAt() - FAULTS_END);
        return new Lived(world.events(), world.checker.decisions(), Duration.ofMillis(after), world.story.digest());
    }
}
