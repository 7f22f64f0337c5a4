namespace AdaptiveProvider.Torch.Scripts;

/// <summary>The TorchScript that measures how sure a row is: one function per measure, single precision, one number per row.</summary>
internal static class MeasureSources
{
    /// <summary>
    /// From raw logits [rows, vocabulary]: margin, max_probability, entropy. From the states [rows, hidden] before and after a pass: cosine, relative_change.
    /// From the states after it and the score function that decides about the next loop: router_score; and the exit's weights, the final norm's gain taken in: classifier. Uses the routers' <c>score</c>.
    /// </summary>
    public const string Measures = """
        def margin(logits: Tensor) -> Tensor:
            if logits.size(1) == 1:
                return torch.ones_like(logits).view(-1)
            highest = torch.topk(logits, 2, 1)[0]
            shares = torch.exp(highest - torch.logsumexp(logits, 1, keepdim=True))
            return shares.select(1, 0) - shares.select(1, 1)

        def max_probability(logits: Tensor) -> Tensor:
            return torch.exp(logits.amax(1) - torch.logsumexp(logits, 1))

        def entropy(logits: Tensor) -> Tensor:
            if logits.size(1) == 1:
                return torch.ones_like(logits).view(-1)
            logs = torch.log_softmax(logits, 1)
            # A token without probability adds nothing, but 0 times infinity is no number.
            spread = -(torch.exp(logs) * logs.clamp_min(-1e30)).sum(1)
            return 1.0 - spread / torch.log(logits.size(1))

        def cosine(before: Tensor, after: Tensor) -> Tensor:
            first = before.float()
            second = after.float()
            return (first * second).sum(1) / (torch.norm(first, 2, 1) * torch.norm(second, 2, 1))

        def relative_change(before: Tensor, after: Tensor) -> Tensor:
            second = after.float()
            return 1.0 - torch.norm(second - before.float(), 2, 1) / torch.norm(second, 2, 1)

        def router_score(after: Tensor, first: Tensor, second: Optional[Tensor]) -> Tensor:
            return torch.sigmoid(score(after, first, second).squeeze(1))

        def classifier(after: Tensor, weight: Tensor, bias: Tensor, norms: bool, epsilon: float) -> Tensor:
            states = after.float()
            if norms:
                states = torch.rms_norm(states, [states.size(1)], None, epsilon)
            return torch.sigmoid(torch.linear(states, weight, bias)).squeeze(1)


        """;
}
