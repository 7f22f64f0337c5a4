using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Tests.Scripts;

/// <summary>The scripts' mathematics with TorchSharp's own operations, one at a time and out of place.</summary>
internal static class EagerTwin
{
    public static Tensor Norm(Tensor states, Tensor? gain, double epsilon)
    {
        var normed = states * (states.square().mean([-1], keepdim: true) + epsilon).rsqrt();
        return gain is null ? normed : normed * gain;
    }

    /// <summary>Queries, keys and values, [rows, all heads * dim], pairs of neighbouring dimensions rotated.</summary>
    public static Tensor Project(
        Tensor hidden, Tensor norm, Tensor weight, Tensor? bias, Tensor? gains, Tensor angles, int heads, int kvHeads, int dim, double epsilon)
    {
        long rows = hidden.shape[0];
        var states = nn.functional.linear(Norm(hidden, norm, epsilon), weight, bias);
        var turning = states.narrow(1, 0, (heads + kvHeads) * dim).view(rows, heads + kvHeads, dim);
        if (gains is not null)
        {
            turning = Norm(turning, null, epsilon) * gains;
        }

        var pairs = turning.view(rows, heads + kvHeads, dim / 2, 2);
        var (first, second) = (pairs.select(-1, 0), pairs.select(-1, 1));
        var turned = stack([(first * angles.cos()) - (second * angles.sin()), (first * angles.sin()) + (second * angles.cos())], -1);
        return cat([turned.view(rows, -1), states.narrow(1, (heads + kvHeads) * dim, kvHeads * dim)], 1);
    }

    /// <summary>One row's attention, [heads * dim], over a slot [positions, 2, kv heads, dim].</summary>
    public static Tensor Attend(Tensor row, Tensor slot, int position, int window, int heads, int kvHeads, int dim)
    {
        int first = (int)Math.Max(0, (long)position - window + 1);
        var seen = slot.narrow(0, first, position + 1 - first);
        var mixed = new List<Tensor>();
        for (int head = 0; head < heads; head++)
        {
            int kvHead = head / (heads / kvHeads);
            var query = row.narrow(0, head * dim, dim);
            var scores = seen.select(1, 0).select(1, kvHead).mv(query) / Math.Sqrt(dim);
            mixed.Add(nn.functional.softmax(scores, 0).unsqueeze(0).mm(seen.select(1, 1).select(1, kvHead)).squeeze(0));
        }

        return cat(mixed, 0);
    }

    /// <summary>A branch added to the stream, with the norm behind the branch or behind the sum.</summary>
    public static Tensor AddBranch(Tensor hidden, Tensor inputs, Tensor weight, Tensor norm, bool afterSum, double epsilon)
    {
        var branch = nn.functional.linear(inputs, weight);
        return afterSum ? Norm(hidden + branch, norm, epsilon) : hidden + Norm(branch, norm, epsilon);
    }

    public static Tensor Finish(
        Tensor hidden, Tensor mixed, Tensor output, Tensor norm, Tensor gateUp, Tensor down, (Tensor Output, Tensor GateUp, Tensor Down)? biases, bool gelu, double epsilon)
    {
        var states = hidden + nn.functional.linear(mixed, output, biases?.Output);
        var gates = nn.functional.linear(Norm(states, norm, epsilon), gateUp, biases?.GateUp).chunk(2, 1);
        var gate = gelu ? 0.5 * gates[0] * (1 + tanh(Math.Sqrt(2 / Math.PI) * (gates[0] + (0.044715 * gates[0].pow(3))))) : gates[0] * sigmoid(gates[0]);
        return states + nn.functional.linear(gate * gates[1], down, biases?.Down);
    }
}
