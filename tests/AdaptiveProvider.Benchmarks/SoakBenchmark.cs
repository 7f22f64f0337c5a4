using System.Diagnostics;
using AdaptiveProvider.Testing.Chat;
using AdaptiveProvider.Testing.Models;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Benchmarks;

/// <summary>64 callers chat with a tiny model until many requests are done: everything completes, and memory stays flat.</summary>
internal static class SoakBenchmark
{
    private const int Callers = 64;
    private const int Reports = 10;

    public static int Run(int requests)
    {
        using var folder = TinyModels.Write(new TinyModel { Name = "soak", Vocabulary = ByteTokenizerFiles.VocabularySize, Context = 512 });
        ByteTokenizerFiles.Write(folder.Path);
        using var client = AdaptiveChatClient.LoadAsync(folder.Path).GetAwaiter().GetResult();

        Console.WriteLine($"{Callers} callers, {requests} requests, {Environment.ProcessorCount} cores");
        Console.WriteLine("requests  seconds  working set MiB  managed heap MiB");
        var clock = Stopwatch.StartNew();
        int next = 0, done = 0, failed = 0;
        Parallel.For(0, Callers, new ParallelOptions { MaxDegreeOfParallelism = Callers }, _ => ChatAsync().GetAwaiter().GetResult());
        Console.WriteLine($"{done} completed, {failed} failed");
        return failed;

        async Task ChatAsync()
        {
            for (int request = Interlocked.Increment(ref next); request <= requests; request = Interlocked.Increment(ref next))
            {
                var random = new Random(request);
                var options = new ChatOptions { MaxOutputTokens = random.Next(1, 24), Temperature = 1, Seed = request };
                try
                {
                    await client.GetResponseAsync($"Request {request}: {new string('x', random.Next(100))}", options).ConfigureAwait(false);
                }
                catch (Exception cause)
                {
                    Interlocked.Increment(ref failed);
                    Console.Error.WriteLine($"request {request}: {cause.Message}");
                }

                if (Interlocked.Increment(ref done) is var count && count % (requests / Reports) == 0)
                {
                    Console.WriteLine($"{count,8}  {clock.Elapsed.TotalSeconds,7:F1}  {Environment.WorkingSet >> 20,15}  {GC.GetTotalMemory(forceFullCollection: true) >> 20,16}");
                }
            }
        }
    }
}
