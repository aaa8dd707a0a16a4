package dev.failover.benchmarks.judgement;

import java.util.List;
import java.util.random.RandomGenerator;

/** Says where a name is. It looks at a trace at its own pace and begins with the name at a primary that is well. */
interface Rule {

    String name();

    /** The moves that it makes, in order; chance is in when its checks run. */
    List<Move> judge(Trace trace, RandomGenerator random);
}
