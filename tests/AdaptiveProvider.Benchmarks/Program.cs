using AdaptiveProvider.Benchmarks;
using AdaptiveProvider.Benchmarks.Gpu;

return args switch
{
    ["kernels", .. var rest] => KernelBenchmark.Run(KernelBenchmarkOptions.Parse(rest)),
    ["steps", .. var rest] => StepBenchmark.Run(KernelBenchmarkOptions.Parse(rest)),
    ["executor", .. var rest] when rest is [var shape, ..] && !shape.StartsWith('-') => ExecutorBenchmark.Run(shape, KernelBenchmarkOptions.Parse(rest[1..])),
    ["executor", .. var rest] => ExecutorBenchmark.Run("smollm2-135m", KernelBenchmarkOptions.Parse(rest)),
    ["bandwidth", .. var rest] => BandwidthBenchmark.Run(KernelBenchmarkOptions.Parse(rest)),
    ["soak"] => SoakBenchmark.Run(10_000),
    ["soak", var count] when int.TryParse(count, out int requests) && requests >= 10 => SoakBenchmark.Run(requests),
    ["constraints"] => ConstraintBenchmark.Run(150_000),
    ["constraints", var count] when int.TryParse(count, out int tokens) && tokens >= 1000 => ConstraintBenchmark.Run(tokens),
    ["gpu", .. var rest] => GpuBenchmark.Run(GpuBenchmarkOptions.Parse(rest)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: kernels | steps | executor [SHAPE] | bandwidth | constraints | soak  [--threads N] [--tier portable|avx2|avx512] [--dtype f32|bf16|int8] [--rows 1,4,16] [--shape OUTxIN] [--seconds S]
        kernels    one matrix product at a time, read from memory that no cache holds
        steps      all matrix products of a SmolLM2-135M step with the barriers between them: the ceiling of tokens per second
        executor   whole steps of the executor on a known shape with random weights
        bandwidth  how fast the threads read memory
        gpu        parity and speed on a GPU beside Hugging Face transformers, as a Markdown table:
                   [--device cuda] [--shapes A,B] [--batches 1,16,64] [--prompt N] [--generate N] [--python python3|none] [--output FILE] [--no-parity]
        constraints [TOKENS] masks of constrained decoding over a random vocabulary of 150,000 tokens, in new states and in known ones
        soak       [REQUESTS] 64 callers chat with a tiny model: completes, with flat memory
        """);
    return 2;
}
