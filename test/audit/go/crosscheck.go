// Holds a log folder against another implementation of the same formats: Go's golang.org/x/mod/sumdb/note and tlog.
//
//	crosscheck DIR VERIFIER-KEY
//
// DIR holds checkpoint and tile/ as C2SP tlog-tiles has them; proofs/N.tlog-proof; and, in old/, an earlier checkpoint
// and the consistency proof from it, a hash in Base64 on each line.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func main() {
	if len(os.Args) != 3 {
		fail("usage: crosscheck DIR VERIFIER-KEY")
	}
	dir, vkey := os.Args[1], os.Args[2]
	verifier, err := note.NewVerifier(vkey)
	must(err)
	tree := checkpoint(read(dir, "checkpoint"), verifier)
	hashes := tlog.TileHashReader(tree, tiles(dir))
	leaves := entries(dir, tree.N)
	for i, leaf := range leaves {
		stored, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, int64(i))})
		must(err)
		if stored[0] != tlog.RecordHash(leaf) {
			fail("leaf %d is not the one of its tile", i)
		}
	}
	found, err := filepath.Glob(filepath.Join(dir, "proofs", "*.tlog-proof"))
	must(err)
	for _, path := range found {
		data, err := os.ReadFile(path)
		must(err)
		inclusion(data, leaves, verifier)
	}
	old := checkpoint(read(dir, "old/checkpoint"), verifier)
	given := hashLines(strings.Fields(string(read(dir, "old/consistency"))))
	must(tlog.CheckTree(tlog.TreeProof(given), tree.N, tree.Hash, old.N, old.Hash))
	fmt.Printf("%d leaves, %d proofs\n", len(leaves), len(found))
}

func checkpoint(data []byte, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open(data, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		fail("not a checkpoint of %s", verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	return tlog.Tree{N: size, Hash: hashLines(lines[2:3])[0]}
}

func inclusion(data []byte, leaves [][]byte, verifier note.Verifier) {
	head, signed, ok := bytes.Cut(data, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !ok || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		fail("not a tlog-proof")
	}
	lines = lines[1:]
	var extra []byte
	if strings.HasPrefix(lines[0], "extra ") {
		decoded, err := base64.StdEncoding.DecodeString(lines[0][len("extra "):])
		must(err)
		extra, lines = decoded, lines[1:]
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "index "), 10, 64)
	must(err)
	tree := checkpoint(signed, verifier)
	if extra != nil && !bytes.Equal(extra, leaves[index]) {
		fail("the proof of %d holds another leaf", index)
	}
	proof := tlog.RecordProof(hashLines(lines[1:]))
	must(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(leaves[index])))
}

func hashLines(lines []string) []tlog.Hash {
	hashes := []tlog.Hash{}
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		must(err)
		hashes = append(hashes, hash)
	}
	return hashes
}

func entries(dir string, size int64) [][]byte {
	leaves := [][]byte{}
	for n := int64(0); n*256 < size; n++ {
		width := int(size - n*256)
		if width > 256 {
			width = 256
		}
		data := read(dir, strings.Replace(pathOf(tlog.Tile{H: height, L: 0, N: n, W: width}), "tile/0/", "tile/entries/", 1))
		for len(data) > 0 {
			length := int(binary.BigEndian.Uint16(data))
			leaves = append(leaves, data[2:2+length])
			data = data[2+length:]
		}
	}
	if int64(len(leaves)) != size {
		fail("%d leaves instead of %d", len(leaves), size)
	}
	return leaves
}

// pathOf is Tile.Path without the height, which C2SP has fixed.
func pathOf(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
}

type tiles string

func (dir tiles) Height() int { return height }

func (dir tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	data := [][]byte{}
	for _, tile := range wanted {
		data = append(data, read(string(dir), pathOf(tile)))
	}
	return data, nil
}

func (dir tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func read(dir, path string) []byte {
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
	must(err)
	return data
}

func must(err error) {
	if err != nil {
		fail("%v", err)
	}
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}
