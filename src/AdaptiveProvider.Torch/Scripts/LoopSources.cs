namespace AdaptiveProvider.Torch.Scripts;

/// <summary>The TorchScript of what a looped stage does around its layers.</summary>
internal static class LoopSources
{
    /// <summary>
    /// <c>norm_rows</c> norms states in place; <c>inject</c> replaces states by a product of them and what is injected; <c>hazard</c> is the gate, in single
    /// precision, [rows].
    /// </summary>
    public const string Loops = """
        def norm_rows(states: Tensor, gain: Tensor, epsilon: float) -> None:
            states.copy_(torch.rms_norm(states, [states.size(1)], gain, epsilon))

        def inject(states: Tensor, injected: Tensor, weight: Tensor, scale: Optional[Tensor]) -> None:
            states.copy_(product(torch.cat([states, injected], 1), weight, scale, None))

        def hazard(states: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
            return torch.sigmoid(torch.linear(states.float(), weight, bias)).squeeze(1)


        """;
}
