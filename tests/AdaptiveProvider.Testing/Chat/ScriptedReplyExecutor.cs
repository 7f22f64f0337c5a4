using System.Text;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Testing.Chat;

/// <summary>An executor over bytes that answers each prompt with a text of the test's choice, whatever the batch, and ends with the end token.</summary>
/// <param name="reply">The reply to a prompt, given as its text with special tokens left out.</param>
public sealed class ScriptedReplyExecutor(Func<string, string> reply, int slotCount = 4, int slotLength = 4096) : IModelExecutor
{
    private readonly Dictionary<int, int[]> _slots = [];

    public ExecutorInfo Info { get; } = new(StageLayout.Uniform(4, 2), ByteTokenizerFiles.VocabularySize, slotCount, slotLength, 256, "scripted replies");

    /// <summary>Called before each step; may wait or throw.</summary>
    public Action<StepPlan>? BeforeStep { get; set; }

    /// <summary>How often the executor was disposed.</summary>
    public int Disposals { get; private set; }

    public void Execute(StepPlan plan, StepResult result)
    {
        BeforeStep?.Invoke(plan);
        foreach (var item in plan.Items)
        {
            int[] tokens = [.. _slots.GetValueOrDefault(item.Slot, []).Take(item.Position), .. item.Tokens.Span];
            _slots[item.Slot] = tokens;
            result.LayerRowsExecuted += item.Length * Info.Layout.LayersAfter(item.EndPass);
            result.AddUniformDepth(item, Info.Layout.LayersAfter(item.EndPass));
            if (item.Head != HeadRows.None)
            {
                result.Tokens.Add(new SampledToken(NextToken(tokens), 0, float.NaN, null));
            }
        }
    }

    public void CopyPrefix(int sourceSlot, int targetSlot, int length) => _slots[targetSlot] = [.. _slots[sourceSlot].Take(length)];

    public void Dispose() => Disposals++;

    // The prompt ends with the last turn's beginning and its role: everything behind that is reply.
    private int NextToken(int[] tokens)
    {
        int turn = Array.LastIndexOf(tokens, ByteTokenizerFiles.TurnStart);
        int promptLength = turn < 0 ? tokens.Length : Array.IndexOf(tokens, '\n', turn) + 1;
        byte[] text = Encoding.UTF8.GetBytes(reply(Text(tokens[..promptLength])));
        int next = tokens.Length - promptLength;
        return next < text.Length ? text[next] : ByteTokenizerFiles.TurnEnd;
    }

    private static string Text(int[] tokens) => Encoding.UTF8.GetString([.. tokens.Where(token => token < 256).Select(token => (byte)token)]);
}
