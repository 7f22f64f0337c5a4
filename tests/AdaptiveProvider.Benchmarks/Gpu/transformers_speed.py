"""Measures prompt and decode speed of a randomly initialised Llama in Hugging Face transformers; prints one JSON object.

Called by the GPU benchmark: transformers_speed.py DEVICE eager|compiled tied|untied HIDDEN INTERMEDIATE LAYERS HEADS KV_HEADS
HEAD_DIM VOCABULARY BATCH PROMPT GENERATE. The compiled mode is what transformers documents as fastest: a static cache, and the
forward pass of one token compiled with CUDA graphs (mode "reduce-overhead").
"""
import json
import sys
import time

import torch
from transformers import LlamaConfig, LlamaForCausalLM
from transformers.cache_utils import DynamicCache, StaticCache


def main() -> None:
    device, mode, tied = sys.argv[1:4]
    hidden, intermediate, layers, heads, kv_heads, head_dim, vocabulary, batch, prompt, generate = map(int, sys.argv[4:14])
    torch.manual_seed(0)
    config = LlamaConfig(
        hidden_size=hidden, intermediate_size=intermediate, num_hidden_layers=layers, num_attention_heads=heads, num_key_value_heads=kv_heads,
        head_dim=head_dim, vocab_size=vocabulary, max_position_embeddings=prompt + generate + 8, tie_word_embeddings=tied == "tied")
    with torch.device(device):
        torch.set_default_dtype(torch.bfloat16)
        model = LlamaForCausalLM(config).eval()
    length = prompt + generate

    def synchronize() -> None:
        if device.startswith("cuda"):
            torch.cuda.synchronize()

    def new_cache():
        if mode == "eager":
            return DynamicCache()
        return StaticCache(config=config, max_batch_size=batch, max_cache_len=length, device=device, dtype=torch.bfloat16)

    def forward(tokens, cache, positions):
        return model(tokens, past_key_values=cache, cache_position=positions, use_cache=True, logits_to_keep=1).logits[:, -1].argmax(-1, keepdim=True)

    step = forward if mode == "eager" else torch.compile(forward, mode="reduce-overhead", fullgraph=True)

    def run():
        cache = new_cache()
        tokens = torch.randint(vocabulary, (batch, prompt), device=device)
        synchronize()
        started = time.perf_counter()
        token = forward(tokens, cache, torch.arange(prompt, device=device))
        synchronize()
        prompt_seconds = time.perf_counter() - started
        # The first token after the prompt warms the step up; a compiled one is recorded in the first runs.
        token = step(token.clone(), cache, torch.tensor([prompt], device=device))
        synchronize()
        started = time.perf_counter()
        for position in range(prompt + 1, length - 1):
            token = step(token.clone(), cache, torch.tensor([position], device=device))
        synchronize()
        return prompt_seconds, (time.perf_counter() - started) / (length - 2 - prompt)

    with torch.inference_mode():
        runs = [run() for _ in range(4)][1:]
    print(json.dumps({"prompt_seconds": min(r[0] for r in runs), "step_seconds": min(r[1] for r in runs)}))


if __name__ == "__main__":
    main()
