namespace AdaptiveProvider.Training.Model;

/// <summary>The tensor names of the checkpoint format (docs/checkpoint-format.md), used for parameters from the first step on.</summary>
internal static class ParameterNames
{
    public const string Embedding = "model.embed_tokens.weight", FinalNorm = "model.norm.weight", Head = "lm_head.weight";
    public const string AttentionNorm = "input_layernorm", FeedForwardNorm = "post_attention_layernorm";
    public const string Query = "self_attn.q_proj", Key = "self_attn.k_proj", Value = "self_attn.v_proj", Output = "self_attn.o_proj";
    public const string Gate = "mlp.gate_proj", Up = "mlp.up_proj", Down = "mlp.down_proj";
    public const string TokenRouterBias = "model.token_router.bias";

    /// <summary>The norm gains of a layer.</summary>
    public static readonly string[] Norms = [AttentionNorm, FeedForwardNorm];

    /// <summary>The matrices of a layer.</summary>
    public static readonly string[] Matrices = [Query, Key, Value, Output, Gate, Up, Down];

    public static string Layer(int layer, string part) => $"model.layers.{layer}.{part}.weight";

    public static string LoopNorm(int loop, int layer, string part) => $"model.loops.{loop}.layers.{layer}.{part}.weight";

    public static string LoraA(int loop, int layer, string part) => $"model.loops.{loop}.layers.{layer}.{part}.lora_a";

    public static string LoraB(int loop, int layer, string part) => $"model.loops.{loop}.layers.{layer}.{part}.lora_b";

    public static string Router(int loop, bool auxiliary) => auxiliary ? $"model.auxiliary_routers.{loop}" : $"model.routers.{loop}";

    public const string TokenRouter = "model.token_router";
}
