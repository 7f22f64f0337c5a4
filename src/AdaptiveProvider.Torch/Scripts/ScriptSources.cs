namespace AdaptiveProvider.Torch.Scripts;

/// <summary>The TorchScript that runs a layer in one call: fewer calls into libtorch, and operations that TorchSharp lacks.</summary>
/// <remarks>
/// NOTE: a source that does not compile ends the process, because TorchSharp does not catch the compiler's exception. Sources are constants,
/// and tests compile and compare every function with an eager twin. Nothing here waits for the device.
/// A layer's keys and values are rows [tokens, 2, kv heads, head dim] of one store; tokens are numbered from the layer's first plane.
/// </remarks>
internal static class ScriptSources
{
    /// <summary>Matrix products with weights in 16 or 32 bits, or in signed bytes with a scale per output.</summary>
    private const string Products = """
        def product(inputs: Tensor, weight: Tensor, scale: Optional[Tensor], bias: Optional[Tensor]) -> Tensor:
            if scale is None:
                return torch.linear(inputs, weight, bias)
            outputs = torch._weight_int8pack_mm(inputs, weight, scale)
            if bias is not None:
                outputs.add_(bias)
            return outputs

        def add_product(hidden: Tensor, inputs: Tensor, weight: Tensor, scale: Optional[Tensor], bias: Optional[Tensor]) -> None:
            if scale is None:
                hidden.addmm_(inputs, weight.t())
            else:
                hidden.add_(torch._weight_int8pack_mm(inputs, weight, scale))
            if bias is not None:
                hidden.add_(bias)


        """;

    /// <summary>
    /// Norm, queries, keys and values, rotation, and the write to the cache. <c>project</c> returns [rows, queries + keys + values]; <c>store_keys</c> makes keys and
    /// values only, for rows whose states stay as they are.
    /// </summary>
    private const string Project = """
        def turn(turning: Tensor, rotation: Optional[Tensor], gain: Optional[Tensor], epsilon: float) -> None:
            if gain is not None:
                turning.copy_(torch.rms_norm(turning, [turning.size(2)], None, epsilon).mul_(gain))
            if rotation is not None:
                # Pairs of neighbouring dimensions turn as complex numbers, in single precision; the weights' rows are ordered for it.
                singles = turning.float().view(turning.size(0), turning.size(1), turning.size(2) // 2, 2)
                torch.view_as_complex(singles).mul_(rotation)
                if singles.dtype != turning.dtype:
                    turning.copy_(singles.view(turning.size(0), turning.size(1), turning.size(2)))

        def write(written: Tensor, kv: Tensor, write_tokens: Tensor, write_rows: Optional[Tensor], finite: bool) -> None:
            if write_rows is not None:
                written = written.index_select(0, write_rows)
            if finite:
                written = torch.nan_to_num(written)
            kv.index_copy_(0, write_tokens, written.view(-1, 2, kv.size(2), kv.size(3)))

        def project(hidden: Tensor, kv: Tensor, write_tokens: Optional[Tensor], write_rows: Optional[Tensor], rotation: Optional[Tensor],
                    norm: Tensor, weight: Tensor, scale: Optional[Tensor], bias: Optional[Tensor], gain: Optional[Tensor],
                    heads: int, kv_heads: int, epsilon: float, finite: bool) -> Tensor:
            dim = kv.size(3)
            states = product(torch.rms_norm(hidden, [hidden.size(1)], norm, epsilon), weight, scale, bias)
            turn(states.narrow(1, 0, (heads + kv_heads) * dim).view(-1, heads + kv_heads, dim), rotation, gain, epsilon)
            if write_tokens is not None:
                write(states.narrow(1, heads * dim, 2 * kv_heads * dim), kv, write_tokens, write_rows, finite)
            return states

        def store_keys(hidden: Tensor, kv: Tensor, write_tokens: Tensor, write_rows: Optional[Tensor], rotation: Optional[Tensor],
                       norm: Tensor, weight: Tensor, scale: Optional[Tensor], bias: Optional[Tensor], gain: Optional[Tensor],
                       heads: int, kv_heads: int, epsilon: float, finite: bool) -> None:
            dim = kv.size(3)
            width = 2 * kv_heads * dim
            weight = weight.narrow(0, heads * dim, width)
            if scale is not None:
                scale = scale.narrow(0, heads * dim, width)
            if bias is not None:
                bias = bias.narrow(0, heads * dim, width)
            if gain is not None:
                gain = gain.narrow(0, heads, kv_heads)
            states = product(torch.rms_norm(hidden, [hidden.size(1)], norm, epsilon), weight, scale, bias)
            turn(states.narrow(1, 0, kv_heads * dim).view(-1, kv_heads, dim), rotation, gain, epsilon)
            write(states, kv, write_tokens, write_rows, finite)


        """;

    /// <summary>Attention of equally long spans of neighbouring slots, over a view of their keys and values. Returns [spans * span, queries].</summary>
    private const string Attend = """
        def attend(states: Tensor, kv: Tensor, mask: Optional[Tensor], row: int, token: int, spans: int, span: int, slot_length: int, length: int,
                   heads: int, kv_heads: int) -> Tensor:
            dim = kv.size(3)
            group = heads // kv_heads
            cached = kv.narrow(0, token, spans * slot_length).view(spans, slot_length, 2, kv_heads, dim).narrow(1, 0, length)
            keys = cached.select(2, 0).transpose(1, 2)
            values = cached.select(2, 1).transpose(1, 2)
            queries = states.narrow(0, row, spans * span).narrow(1, 0, heads * dim).view(spans, span, kv_heads, group, dim)
            queries = queries.permute(0, 2, 1, 3, 4).reshape(spans, kv_heads, span * group, dim)
            mixed = torch.scaled_dot_product_attention(queries, keys, values, attn_mask=mask)
            return mixed.view(spans, kv_heads, span, group, dim).permute(0, 2, 1, 3, 4).reshape(spans * span, heads * dim)

        def causal_mask(positions: Tensor, taken: Optional[Tensor], loop: int, spans: int, span: int, length: int, group: int, window: int, like: Tensor) -> Tensor:
            seen = torch.arange(length, device=positions.device)
            last = positions.view(spans, span, 1)
            hidden = (seen > last).logical_or_(seen <= last - window)
            if taken is not None:
                # Keys of rows that did not take the loop are not there. A row always sees itself: one that sees nothing would be no number.
                absent = (taken.narrow(1, 0, length) <= loop).unsqueeze(1).logical_and(seen != last)
                hidden.logical_or_(absent)
            mask = torch.zeros([spans, 1, span, length], dtype=like.dtype, device=like.device)
            mask.masked_fill_(hidden.unsqueeze(1), float('-inf'))
            if span == 1 or group == 1:
                return mask
            return mask.unsqueeze(3).expand(spans, 1, span, group, length).reshape(spans, 1, span * group, length)


        """;

    /// <summary>
    /// Output projection and feed-forward, added to the residual stream in place. A norm behind a branch takes the branch, or the sum with the stream.
    /// </summary>
    private const string Finish = """
        def add_branch(hidden: Tensor, inputs: Tensor, weight: Tensor, scale: Optional[Tensor], bias: Optional[Tensor],
                       norm: Optional[Tensor], after_sum: bool, epsilon: float) -> None:
            if norm is None:
                add_product(hidden, inputs, weight, scale, bias)
            elif after_sum:
                add_product(hidden, inputs, weight, scale, bias)
                hidden.copy_(torch.rms_norm(hidden, [hidden.size(1)], norm, epsilon))
            else:
                hidden.add_(torch.rms_norm(product(inputs, weight, scale, bias), [hidden.size(1)], norm, epsilon))

        def finish(hidden: Tensor, mixed: Tensor, output: Tensor, output_scale: Optional[Tensor], output_bias: Optional[Tensor],
                   norm: Tensor, gate_up: Tensor, gate_up_scale: Optional[Tensor], gate_up_bias: Optional[Tensor],
                   down: Tensor, down_scale: Optional[Tensor], down_bias: Optional[Tensor],
                   output_norm: Optional[Tensor], down_norm: Optional[Tensor], after_sum: bool, epsilon: float, gelu: bool) -> None:
            add_branch(hidden, mixed, output, output_scale, output_bias, output_norm, after_sum, epsilon)
            states = product(torch.rms_norm(hidden, [hidden.size(1)], norm, epsilon), gate_up, gate_up_scale, gate_up_bias)
            width = states.size(1) // 2
            gate = states.narrow(1, 0, width)
            if gelu:
                gate = torch.gelu(gate, approximate='tanh')
            else:
                gate = torch.silu(gate)
            add_branch(hidden, gate.mul_(states.narrow(1, width, width)), down, down_scale, down_bias, down_norm, after_sum, epsilon)


        """;

    /// <summary>A whole layer where all rows of the pass form one group of spans.</summary>
    private const string Layer = """
        def layer(hidden: Tensor, kv: Tensor, write_tokens: Optional[Tensor], write_rows: Optional[Tensor], rotation: Optional[Tensor],
                  mask: Optional[Tensor], token: int, spans: int, span: int, slot_length: int, length: int,
                  norm: Tensor, weight: Tensor, scale: Optional[Tensor], bias: Optional[Tensor], gain: Optional[Tensor],
                  output: Tensor, output_scale: Optional[Tensor], output_bias: Optional[Tensor],
                  ff_norm: Tensor, gate_up: Tensor, gate_up_scale: Optional[Tensor], gate_up_bias: Optional[Tensor],
                  down: Tensor, down_scale: Optional[Tensor], down_bias: Optional[Tensor],
                  output_norm: Optional[Tensor], down_norm: Optional[Tensor], after_sum: bool,
                  heads: int, kv_heads: int, epsilon: float, gelu: bool) -> None:
            states = project(hidden, kv, write_tokens, write_rows, rotation, norm, weight, scale, bias, gain, heads, kv_heads, epsilon, True)
            mixed = attend(states, kv, mask, 0, token, spans, span, slot_length, length, heads, kv_heads)
            finish(hidden, mixed, output, output_scale, output_bias, ff_norm, gate_up, gate_up_scale, gate_up_bias, down, down_scale, down_bias,
                   output_norm, down_norm, after_sum, epsilon, gelu)


        """;

    /// <summary>Final norm, where the states need it, and head. Returns single-precision logits [rows, vocabulary].</summary>
    private const string Head = """
        def head(hidden: Tensor, norm: Optional[Tensor], weight: Tensor, scale: Optional[Tensor], epsilon: float, wide: bool) -> Tensor:
            states = hidden
            if norm is not None:
                states = torch.rms_norm(hidden, [hidden.size(1)], norm, epsilon)
            if wide:
                return torch.mm(states, weight.t(), out_dtype=6)
            return product(states, weight, scale, None).float()


        """;

    /// <summary>
    /// Draws tokens as the managed sampler does: temperature, top-k, top-p, min-p, then the inverse CDF over the kept tokens in order of their ids with a
    /// number from the host. Settings are [6, rows]: greedy or not, temperature, top-k, top-p, log min-p, uniform number. Returns per row the token, its raw
    /// logit, the highest raw and the highest changed logit; with top logits the log of the sum of exponentials, the logits, and their tokens.
    /// </summary>
    private const string Draw = """
        def change(logits: Tensor, biased: Optional[Tensor], added: Optional[Tensor], seen: Optional[Tensor], penalties: Optional[Tensor]) -> Tensor:
            changed = logits.clone()
            flat = changed.view(-1)
            if biased is not None and added is not None:
                flat.index_copy_(0, biased, flat.index_select(0, biased) + added)
            if seen is not None and penalties is not None:
                values = flat.index_select(0, seen)
                repetition = penalties.select(0, 0)
                values = torch.where(values > 0, values / repetition, values * repetition)
                flat.index_copy_(0, seen, values - penalties.select(0, 1) - penalties.select(0, 2))
            return changed

        def forbid(changed: Tensor, row: int, words: Tensor) -> None:
            bits = torch.bitwise_and(torch.bitwise_right_shift(words.unsqueeze(1), torch.arange(32, device=words.device)), 1).view(-1)
            count = min(bits.size(0), changed.size(1))
            changed.select(0, row).narrow(0, 0, count).masked_fill_(bits.narrow(0, 0, count) == 0, float('-inf'))

        def draw(raw: Tensor, changed: Tensor, settings: Tensor, sampled: bool, ranked: bool, top: int) -> Tensor:
            highest = changed.amax(1, keepdim=True)
            token = changed.argmax(1, keepdim=True)
            if sampled:
                temperature = settings.select(0, 1).unsqueeze(1)
                weights = torch.exp((changed - highest) / temperature)
                weights.masked_fill_(changed < highest - temperature * 30.0, 0.0)
                if ranked:
                    order = torch.sort(changed, stable=True, dim=1, descending=True)[1]
                    ranks = torch.arange(changed.size(1), device=changed.device)
                    ordered = weights.gather(1, order).double()
                    ordered.masked_fill_(ranks >= settings.select(0, 2).unsqueeze(1), 0.0)
                    before = ordered.cumsum(1) - ordered
                    ordered.masked_fill_(before >= settings.select(0, 3).unsqueeze(1).double() * ordered.sum(1, keepdim=True), 0.0)
                    weights.scatter_(1, order, ordered.float())
                weights.masked_fill_(changed < highest + temperature * settings.select(0, 4).unsqueeze(1), 0.0)
                sums = weights.double().cumsum(1)
                target = settings.select(0, 5).unsqueeze(1).double() * sums.narrow(1, sums.size(1) - 1, 1)
                drawn = torch.searchsorted(sums, target, right=True).clamp_max_(changed.size(1) - 1)
                token = torch.where(settings.select(0, 0).unsqueeze(1) > 0, token, drawn)
            parts = [token.float(), raw.gather(1, token), raw.amax(1, keepdim=True), highest]
            if top > 0:
                values, order = torch.sort(raw, stable=True, dim=1, descending=True)
                parts += [torch.logsumexp(raw, 1, keepdim=True), values.narrow(1, 0, top), order.narrow(1, 0, top).float()]
            return torch.cat(parts, 1).view(-1)


        """;

    /// <summary>
    /// A whole layer over flash attention with a start, an end and a length per item: any slots, planes and span lengths in one call, nothing
    /// copied, and no key read beyond an item's own. The cache is seen as one long text; row i of an item of n rows sees all keys but the last n - 1 - i.
    /// Causality alone limits the right side: with a window of zero there, single rows would miss the kernel that splits long texts over the device.
    /// </summary>
    private const string Flash = """
        def flash(states: Tensor, kv: Tensor, row_starts: Tensor, key_starts: Tensor, key_counts: Tensor, span_max: int, length_max: int,
                  window: int, heads: int) -> Tensor:
            rows = states.size(0)
            dim = kv.size(3)
            queries = states.narrow(1, 0, heads * dim).view(rows, heads, dim)
            return torch._flash_attention_forward(queries, kv.select(1, 0), kv.select(1, 1), row_starts, key_starts, span_max, length_max,
                                                  0.0, True, False, window_size_left=window - 1, window_size_right=-1,
                                                  seqused_k=key_counts)[0].view(rows, heads * dim)

        def flash_layer(hidden: Tensor, kv: Tensor, write_tokens: Optional[Tensor], write_rows: Optional[Tensor], rotation: Optional[Tensor],
                        row_starts: Tensor, key_starts: Tensor, key_counts: Tensor, span_max: int, length_max: int, window: int,
                        norm: Tensor, weight: Tensor, scale: Optional[Tensor], bias: Optional[Tensor], gain: Optional[Tensor],
                        output: Tensor, output_scale: Optional[Tensor], output_bias: Optional[Tensor],
                        ff_norm: Tensor, gate_up: Tensor, gate_up_scale: Optional[Tensor], gate_up_bias: Optional[Tensor],
                        down: Tensor, down_scale: Optional[Tensor], down_bias: Optional[Tensor],
                        output_norm: Optional[Tensor], down_norm: Optional[Tensor], after_sum: bool,
                        heads: int, kv_heads: int, epsilon: float, gelu: bool) -> None:
            states = project(hidden, kv, write_tokens, write_rows, rotation, norm, weight, scale, bias, gain, heads, kv_heads, epsilon, False)
            mixed = flash(states, kv, row_starts, key_starts, key_counts, span_max, length_max, window, heads)
            finish(hidden, mixed, output, output_scale, output_bias, ff_norm, gate_up, gate_up_scale, gate_up_bias, down, down_scale, down_bias,
                   output_norm, down_norm, after_sum, epsilon, gelu)


        """;

    /// <summary>
    /// Mixture-of-Recursions by predication: every row runs every loop, and a mask says whose results count. Scores are in single precision.
    /// </summary>
    private const string Route = """
        def score(states: Tensor, first: Tensor, second: Optional[Tensor]) -> Tensor:
            scores = torch.linear(states.float(), first)
            if second is not None:
                scores = torch.linear(torch.gelu(scores), second)
            return scores

        def choose_loop(states: Tensor, active: Tensor, thresholds: Tensor, first: Tensor, second: Optional[Tensor],
                        deciding_first: Optional[Tensor], deciding_second: Optional[Tensor],
                        offset: float, scale: float, temperature: float, free: bool) -> List[Tensor]:
            plain = score(states, first, second).squeeze(1)
            gate = torch.sigmoid(plain / temperature) * scale + offset
            if not free:
                if deciding_first is not None:
                    plain = score(states, deciding_first, deciding_second).squeeze(1)
                active = active.logical_and(torch.sigmoid(plain) > thresholds)
            return [active, gate]

        def choose_depth(states: Tensor, first: Tensor, second: Optional[Tensor], bias: Optional[Tensor],
                         scale: float, temperature: float, softmax: bool) -> List[Tensor]:
            scores = score(states, first, second) / temperature
            if softmax:
                weights = torch.softmax(scores, 1) * scale
            else:
                weights = torch.sigmoid(scores) * scale
            biased = weights
            if bias is not None:
                biased = weights + bias
            last = biased.argmax(1)
            return [last, weights.gather(1, last.unsqueeze(1)).squeeze(1)]

        def update(states: Tensor, block: Tensor, active: Tensor, gate: Tensor, interpolate: bool) -> None:
            weight = gate.to(states.dtype).unsqueeze(1)
            if interpolate:
                changed = states + weight * (block - states)
            else:
                changed = states + weight * block
            states.copy_(torch.where(active.unsqueeze(1), changed, states))


        """;

    /// <summary>Everything that every device runs.</summary>
    public const string Portable = Products + Project + Attend + Finish + Layer + Head + Draw + Route + MeasureSources.Measures + LoopSources.Loops;

    /// <summary>The same with flash attention, for GPUs that have it.</summary>
    public const string WithFlash = Portable + Flash;
}
