using System.Reflection;
using AdaptiveProvider.Testing.Executors;
using Xunit.Sdk;

namespace AdaptiveProvider.Benchmarks.Gpu;

/// <summary>Runs the executor suites without a test runner, for machines that have none: the same methods and the same cases.</summary>
internal static class ParityRun
{
    /// <summary>Runs every suite on a device.</summary>
    /// <returns>Whether none failed, and the counts in words.</returns>
    public static (bool Passed, string Summary) Run(string device)
    {
        int passed = 0, skipped = 0;
        var failures = new List<string>();
        foreach (var suite in Suites.On(device))
        {
            foreach (var method in suite.GetType().GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null))
            {
                foreach (object?[] arguments in Cases(method))
                {
                    string name = $"{suite.GetType().BaseType!.Name}.{method.Name}({string.Join(", ", arguments)})";
                    switch (RunCase(suite, method, arguments))
                    {
                        case null:
                            passed++;
                            break;
                        case Xunit.SkipException:
                            skipped++;
                            break;
                        case var failure:
                            failures.Add(name);
                            Console.WriteLine($"FAILED {name}: {failure.Message}");
                            break;
                    }
                }
            }
        }

        return (failures.Count == 0, $"{passed} passed, {failures.Count} failed, {skipped} skipped");
    }

    private static IEnumerable<object?[]> Cases(MethodInfo method)
    {
        DataAttribute[] sources = [.. method.GetCustomAttributes<DataAttribute>()];
        return sources.Length == 0 ? [[]] : sources.SelectMany(source => source.GetData(method));
    }

    private static Exception? RunCase(ExecutorSuite suite, MethodInfo method, object?[] arguments)
    {
        try
        {
            (method.Invoke(suite, arguments) as Task)?.GetAwaiter().GetResult();
            return null;
        }
        catch (TargetInvocationException wrapped)
        {
            return wrapped.InnerException;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }
}
