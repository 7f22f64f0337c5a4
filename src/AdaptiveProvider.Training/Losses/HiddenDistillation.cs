using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Configuration;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Losses;

/// <summary>FREE's layerwise distillation: shallow states learn from the network's own deep ones.</summary>
internal static class HiddenDistillation
{
    /// <summary>Segments after which states are needed, shallow to deep.</summary>
    public static int[] Segments(HiddenDistillationConfiguration configuration, DepthSegments segments)
        => configuration.Kind == HiddenDistillationKind.None ? [] : [.. Units(segments)];

    /// <summary>The loss: the mean squared error over the width, summed over tokens, averaged over pairs of states.</summary>
    /// <param name="configuration">Which states learn from which.</param>
    /// <param name="segments">The depth.</param>
    /// <param name="states">[batch, rows, hidden] by segment, after each of <see cref="Segments"/>.</param>
    /// <param name="places">[targets]: the tokens that count, row after row.</param>
    /// <returns>Scalar, without the coefficient; gradients flow to the shallow states alone.</returns>
    public static Tensor Loss(HiddenDistillationConfiguration configuration, DepthSegments segments, IReadOnlyDictionary<int, Tensor> states, Tensor places)
    {
        using var scope = NewDisposeScope();
        Tensor[] units = [.. Units(segments).Select(segment => states[segment].view(-1, states[segment].shape[2]).index_select(0, places).to(ScalarType.Float32))];
        Tensor[] students = units[..configuration.Exit];
        Tensor[] teachers = [.. Teachers(students.Length, units.Length).Select(index => units[index].detach())];
        var pairs = configuration.Kind switch
        {
            HiddenDistillationKind.Last => [(students[^1], teachers[^1])],
            HiddenDistillationKind.Uniform => students.Zip(teachers).ToArray(),
            _ => Aligned(students, teachers),
        };
        Tensor[] losses = [.. pairs.Select(pair => Distance(pair.Item1, pair.Item2))];
        return stack(losses).mean().MoveToOuterDisposeScope();
    }

    /// <summary>The deep states, counted from 0, that so many shallow ones learn from: the last of each of equal shares of the depth.</summary>
    public static int[] Teachers(int students, int depth) => [.. Enumerable.Range(1, students).Select(i => ((i * depth) + students - 1) / students - 1)];

    /// <summary>Which shallow state each deep one teaches.</summary>
    /// <param name="distances">[teachers, students]</param>
    public static int[] Align(double[,] distances)
    {
        int[] aligned = new int[distances.GetLength(0)];
        int below = distances.GetLength(1);
        for (int teacher = aligned.Length - 1; teacher >= 0; teacher--)
        {
            int[] left = below > 0 ? [.. Enumerable.Range(0, below)] : [0];
            aligned[teacher] = below = left.MinBy(student => distances[teacher, student]);
        }

        return aligned;
    }

    private static (Tensor Student, Tensor Teacher)[] Aligned(Tensor[] students, Tensor[] teachers)
    {
        double[,] distances = new double[teachers.Length, students.Length];
        using (no_grad())
        {
            for (int i = 0; i < distances.Length; i++)
            {
                using var scope = NewDisposeScope();
                var (teacher, student) = (i / students.Length, i % students.Length);
                distances[teacher, student] = Distance(students[student], teachers[teacher]).ToDouble();
            }
        }

        return [.. Align(distances).Select((student, teacher) => (students[student], teachers[teacher]))];
    }

    private static Tensor Distance(Tensor student, Tensor teacher) => (student - teacher).square().mean([1]).sum();

    // Where a token may leave, and full depth: after each loop, or without loops after each layer.
    private static IEnumerable<int> Units(DepthSegments segments) => segments.Exits.Append(segments.TailStart - 1);
}
