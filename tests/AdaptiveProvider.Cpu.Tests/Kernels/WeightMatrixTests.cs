using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Threading;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Cpu.Tests.Kernels;

public sealed unsafe class WeightMatrixTests
{
    private static readonly (int Outputs, int Inputs)[] Sizes = [(1, 1), (5, 7), (32, 64), (33, 66), (95, 130), (64, 576), (31, 193), (130, 172)];

    private static readonly int[] RowCounts = [1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 40];

    public static TheoryData<string, Precision> TiersAndPrecisions()
    {
        var data = new TheoryData<string, Precision>();
        foreach (var tier in Enum.GetValues<InstructionTier>().Where(InstructionTiers.IsSupported))
        {
            foreach (var precision in Enum.GetValues<Precision>())
            {
                data.Add(tier.ToString(), precision);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(TiersAndPrecisions))]
    public void Multiply_RaggedSizes_MatchesDoublePrecision(string tier, Precision precision)
    {
        var kernels = Kernels(tier);
        foreach (var (outputs, inputs) in Sizes)
        {
            var weights = RandomWeights.Matrix(outputs, inputs, seed: outputs + inputs);
            using var matrix = WeightMatrix.Pack(precision, WeightRows.Stacked([weights]), null, kernels);
            float[] input = RandomWeights.Numbers(40 * inputs, seed: 3);
            foreach (int rows in RowCounts)
            {
                float[] actual = Multiply(matrix, input, rows, kernels);

                AssertClose(Reference(weights, outputs, inputs, input, rows), actual, Tolerance(precision, inputs), $"{outputs}x{inputs}, {rows} rows");
            }
        }
    }

    [Theory]
    [MemberData(nameof(TiersAndPrecisions))]
    public void Multiply_AnyBatchAndTeam_GivesEveryRowTheSameBits(string tier, Precision precision)
    {
        const int outputs = 95, inputs = 194, rowsMax = 40;
        var kernels = Kernels(tier);
        var weights = RandomWeights.Matrix(outputs, inputs, seed: 11);
        using var matrix = WeightMatrix.Pack(precision, WeightRows.Stacked([weights]), null, kernels);
        using var team = new WorkerTeam(3);
        float[] input = RandomWeights.Numbers(rowsMax * inputs, seed: 12);
        float[][] alone = [.. Enumerable.Range(0, rowsMax).Select(row => Multiply(matrix, input[(row * inputs)..((row + 1) * inputs)], 1, kernels))];

        for (int rows = 1; rows <= rowsMax; rows++)
        {
            float[] together = Multiply(matrix, input, rows, kernels, rows % 2 == 0 ? team : null);

            for (int row = 0; row < rows; row++)
            {
                Assert.Equal(alone[row], together[(row * outputs)..((row + 1) * outputs)]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(TiersAndPrecisions))]
    public void Multiply_StackedWithBiases_AppendsTheOutputsInOrder(string tier, Precision precision)
    {
        const int inputs = 70, rows = 3;
        var kernels = Kernels(tier);
        int[] sizes = [48, 17, 17];
        WeightTensor[] tensors = [.. sizes.Select((size, i) => RandomWeights.Matrix(size, inputs, i))];
        WeightTensor[] biases = [.. sizes.Select((size, i) => RandomWeights.Vector(size, 10 + i))];
        float[] input = RandomWeights.Numbers(rows * inputs, seed: 5);
        using var matrix = WeightMatrix.Pack(
            precision, WeightRows.Stacked(tensors, [biases[0], null, biases[2]]), null, kernels);

        float[] actual = Multiply(matrix, input, rows, kernels);

        int first = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            double[] expected = Reference(tensors[i], sizes[i], inputs, input, rows);
            for (int row = 0; row < rows; row++)
            {
                for (int output = 0; output < sizes[i]; output++)
                {
                    double bias = i == 1 ? 0 : Read(biases[i], output);
                    Assert.Equal(expected[(row * sizes[i]) + output] + bias, actual[(row * 82) + first + output], Tolerance(precision, inputs));
                }
            }

            first += sizes[i];
        }
    }

    [Theory]
    [MemberData(nameof(TiersAndPrecisions))]
    public void Multiply_Gated_AppliesTheActivation(string tier, Precision precision)
    {
        const int outputs = 43, inputs = 40, rows = 6;
        var kernels = Kernels(tier);
        var gate = RandomWeights.Matrix(outputs, inputs, 1);
        var up = RandomWeights.Matrix(outputs, inputs, 2);
        float[] input = RandomWeights.Numbers(rows * inputs, seed: 5);
        double[] gates = Reference(gate, outputs, inputs, input, rows);
        double[] ups = Reference(up, outputs, inputs, input, rows);
        foreach (var activation in Enum.GetValues<Activation>())
        {
            using var matrix = WeightMatrix.PackGated(precision, WeightRows.GateAndUp(gate, up), activation, null, kernels);

            float[] actual = Multiply(matrix, input, rows, kernels);

            double[] expected = [.. gates.Zip(ups, (g, u) => Activate(activation, g) * u)];
            double largest = ups.Max(Math.Abs) * 1.2;
            AssertClose(expected, actual, Tolerance(precision, inputs) * largest, activation.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(TiersAndPrecisions))]
    public void Multiply_AddMode_AddsToTheOutput(string tier, Precision precision)
    {
        const int outputs = 50, inputs = 33, rows = 2;
        var kernels = Kernels(tier);
        var weights = RandomWeights.Matrix(outputs, inputs, 8);
        using var matrix = WeightMatrix.Pack(precision, WeightRows.Stacked([weights]), null, kernels);
        float[] input = RandomWeights.Numbers(rows * inputs, seed: 5);
        float[] product = Multiply(matrix, input, rows, kernels);

        float[] sum = Multiply(matrix, input, rows, kernels, null, OutputMode.Add, initial: 2.5f);

        Assert.Equal(product.Select(value => 2.5f + value), sum);
    }

    [Theory]
    [MemberData(nameof(TiersAndPrecisions))]
    public void Multiply_RowThatIsNotFinite_SaysSoInThatRowOnly(string tier, Precision precision)
    {
        const int outputs = 40, inputs = 64, rows = 4;
        var kernels = Kernels(tier);
        var weights = RandomWeights.Matrix(outputs, inputs, 8);
        using var matrix = WeightMatrix.Pack(precision, WeightRows.Stacked([weights]), null, kernels);
        float[] input = RandomWeights.Numbers(rows * inputs, seed: 5);
        input[inputs + 3] = float.NaN;
        input[(2 * inputs) + 3] = float.PositiveInfinity;

        float[] actual = Multiply(matrix, input, rows, kernels);

        Assert.All(actual[..outputs].Concat(actual[(3 * outputs)..]), value => Assert.True(float.IsFinite(value)));
        Assert.All(actual[outputs..(3 * outputs)], value => Assert.False(float.IsFinite(value)));
    }

    [Fact]
    public void Multiply_ExtremeInt8Values_DoesNotOverflow()
    {
        const int inputs = 256;
        var weights = WeightTensor.FromValues("large", [32, inputs], [.. Enumerable.Repeat(3e4f, 32 * inputs)]);
        float[] input = [.. Enumerable.Repeat(7e5f, inputs)];
        foreach (var tier in Enum.GetValues<InstructionTier>().Where(InstructionTiers.IsSupported))
        {
            var kernels = KernelSet.For(tier);
            using var matrix = WeightMatrix.Pack(Precision.Int8, WeightRows.Stacked([weights]), null, kernels);

            float[] actual = Multiply(matrix, input, 1, kernels);

            Assert.All(actual, value => Assert.Equal(1, value / (3e4 * 7e5 * inputs), 0.004));
        }
    }

    [Theory]
    [InlineData(WeightType.F32)]
    [InlineData(WeightType.F16)]
    [InlineData(WeightType.BF16)]
    public void Pack_GaussianWeights_ReportsTheError(WeightType type)
    {
        var weights = RandomWeights.Matrix(64, 576, 4, type);
        var rows = WeightRows.Stacked([weights]);
        using var team = new WorkerTeam(2);
        using var exact = WeightMatrix.Pack(Precision.F32, rows, team);
        using var upper = WeightMatrix.Pack(Precision.BF16, rows, team);
        using var bytes = WeightMatrix.Pack(Precision.Int8, rows, team);

        Assert.Equal(0, exact.Error.RelativeRootMeanSquare);
        Assert.Equal(type != WeightType.BF16, upper.Error.RelativeRootMeanSquare > 0);
        Assert.InRange(upper.Error.RelativeRootMeanSquare, 0, 0.0025);
        Assert.InRange(bytes.Error.RelativeRootMeanSquare, 0.003, 0.008);
        Assert.InRange(bytes.Error.MaximumAbsolute, 1e-4, 0.03);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Pack_Int8OfWeightsThatAreNotFinite_NamesTheTensor(float value)
    {
        float[] values = RandomWeights.Numbers(40 * 30, 4);
        values[777] = value;
        var weights = WeightTensor.FromValues("random4", [40, 30], values);
        using var team = new WorkerTeam(2);

        var exception = Assert.Throws<ModelFormatException>(() => WeightMatrix.Pack(Precision.Int8, WeightRows.Stacked([weights]), team));

        Assert.Contains("random4", exception.Message, StringComparison.Ordinal);
    }

    private static KernelSet Kernels(string tier) => KernelSet.For(Enum.Parse<InstructionTier>(tier));

    private static float[] Multiply(
        WeightMatrix matrix, float[] input, int rows, KernelSet kernels, WorkerTeam? team = null, OutputMode mode = OutputMode.Store, float initial = 0)
    {
        using var activations = new ActivationRows(rows, matrix.Inputs, matrix.Precision, kernels);
        float[] output = [.. Enumerable.Repeat(initial, rows * matrix.Outputs)];
        fixed (float* source = input, target = output)
        {
            for (int row = 0; row < rows; row++)
            {
                activations.Set(row, rows, source + (row * matrix.Inputs));
            }

            if (team is null)
            {
                matrix.Multiply(activations, rows, target, matrix.Outputs, mode, 0, new WorkCursor(1));
            }
            else
            {
                var shared = target;
                team.Run(worker => matrix.Multiply(activations, rows, shared, matrix.Outputs, mode, worker, team.Work));
            }
        }

        return output;
    }

    private static double[] Reference(WeightTensor weights, int outputs, int inputs, float[] input, int rows)
    {
        var result = new double[rows * outputs];
        float[] values = new float[inputs];
        for (int output = 0; output < outputs; output++)
        {
            weights.CopyRowTo(output, values);
            for (int row = 0; row < rows; row++)
            {
                for (int i = 0; i < inputs; i++)
                {
                    result[(row * outputs) + output] += (double)input[(row * inputs) + i] * values[i];
                }
            }
        }

        return result;
    }

    private static float Read(WeightTensor vector, int index)
    {
        Span<float> value = [0];
        vector.CopyRowTo(index, value);
        return value[0];
    }

    private static double Activate(Activation activation, double x) => activation == Activation.Silu
        ? x / (1 + Math.Exp(-x))
        : 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))));

    // Standard normal inputs and weights: products have a deviation of sqrt(inputs); 6 deviations of each format's relative error of a product.
    private static double Tolerance(Precision precision, int inputs) => Math.Sqrt(inputs) * 6 * precision switch
    {
        Precision.F32 => 1e-6,
        Precision.BF16 => 0.004,
        _ => 0.007,
    };

    private static void AssertClose(double[] expected, float[] actual, double tolerance, string what)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{what}: element {i} is {actual[i]}, not {expected[i]} within {tolerance}");
        }
    }
}
